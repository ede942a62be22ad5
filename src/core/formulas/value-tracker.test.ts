import { describe, expect, test } from 'vitest'
import {
  driftedMemory,
  failureWeights,
  firstTracker,
  responseDrift,
  samplingWeight,
  trackAll,
  tracked,
  trackedValue,
} from './value-tracker.ts'

describe('a remembered success rate', () => {
  test('nothing drawn: half a success and half a failure, 0.5 / (0.5 + 0.5) = 0.5', () => {
    expect(firstTracker()).toEqual({ alpha: 0.5, beta: 0.5 })
    expect(trackedValue(firstTracker())).toBe(0.5)
  })

  test('3 of 4 drawn with memory 0.75: size 1 / 0.25 = 4, alpha 4 * 3.5 / 5 = 2.8, beta 4 * 1.5 / 5 = 1.2', () => {
    const tracker = firstTracker(3, 4, 0.75)
    expect(tracker.alpha).toBeCloseTo(2.8, 12)
    expect(tracker.beta).toBeCloseTo(1.2, 12)
    expect(trackedValue(tracker)).toBeCloseTo(0.7, 12)
  })

  test('a success with rho 0.5: alpha 0.5 * 3 + 1 = 2.5, beta 0.5 * 1 = 0.5; rewards beyond [0, 1] are held there', () => {
    expect(tracked({ alpha: 3, beta: 1 }, 1, 0.5)).toEqual({ alpha: 2.5, beta: 0.5 })
    expect(tracked({ alpha: 3, beta: 1 }, 7, 0.5)).toEqual({ alpha: 2.5, beta: 0.5 })
    expect(tracked({ alpha: 3, beta: 1 }, -7, 0.5)).toEqual({ alpha: 1.5, beta: 1.5 })
  })

  test('worth of sampling at 0.2: sqrt(0.2 * 0.8) + 0.05 = 0.45', () => {
    expect(samplingWeight({ alpha: 1, beta: 4 }, 0.05)).toBeCloseTo(0.45, 12)
  })

  test('two rewards of one problem in turn, 0.5 -> 1.25 -> 0.625 and 0.5 -> 0.25 -> 1.125; NaN leaves no trace', () => {
    const outcomes = [
      { problem: 4, reward: 1 },
      { problem: 9, reward: Number.NaN },
      { problem: 4, reward: 0 },
    ]
    expect(trackAll({}, outcomes, 0.5)).toEqual({ 4: { alpha: 0.625, beta: 1.125 } })
  })

  test('a rho of its own goes before the common one: 0.25 * 2 + 1 = 1.5 and 0.25 * 4 = 1', () => {
    expect(trackAll({ 0: { alpha: 2, beta: 4 } }, [{ problem: 0, reward: 1, rho: 0.25 }], 1)).toEqual({
      0: { alpha: 1.5, beta: 1 },
    })
  })
})

describe('drift', () => {
  test('(|-1 + 1.5| + |-2 + 1|) / 2 = 0.75; a token of the world does not count', () => {
    expect(responseDrift([-1, Number.NaN, -2], [-1.5, -9, -1])).toBe(0.75)
  })

  test('nothing to compare has not moved', () => {
    expect(responseDrift([], [])).toBe(0)
    expect(responseDrift([Number.NaN], [-1])).toBe(0)
  })

  test('2 ^ (-0.2 / 0.1) = 0.25, no less than 0.3 and no more than 0.9', () => {
    expect(driftedMemory(0.2, 0.1, 0, 1)).toBeCloseTo(0.25, 12)
    expect(driftedMemory(0.2, 0.1, 0.3, 0.9)).toBe(0.3)
    expect(driftedMemory(0, 0.1, 0.3, 0.9)).toBe(0.9)
  })
})

describe('weights of failing problems', () => {
  test('1 - 0.25 = 0.75, 1 - 1 = 0', () => {
    expect(failureWeights([0.25, 1])).toEqual([0.75, 0])
  })

  test('where all are always solved, all weigh 1', () => {
    expect(failureWeights([1, 1])).toEqual([1, 1])
    expect(failureWeights([])).toEqual([])
  })
})
