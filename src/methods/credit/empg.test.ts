import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { estimateOf } from '../fixture.ts'

/** Two episodes of two turns of one token, one won and one lost. */
const batch = (entropy: readonly number[]): Batch => ({
  rollouts: 2,
  groups: 1,
  group: Int32Array.of(0, 0),
  reward: Float32Array.of(1, 0),
  tokenStart: Int32Array.of(0, 2, 4),
  token: new Int32Array(4),
  turns: {
    rollout: Int32Array.of(0, 0, 1, 1),
    start: Int32Array.of(0, 1, 2, 3),
    end: Int32Array.of(1, 2, 3, 4),
  },
  oldEntropy: Float32Array.from(entropy),
})
const creditOf = (entropy: readonly number[], params = {}) => estimateOf('empg', batch(entropy), params).batch.credit!

describe('EMPG', () => {
  test('is GRPO where all turns are equally sure and nothing is paid for clarity', () => {
    const credit = creditOf([1, 1, 1, 1], { clarityBonus: 0 })
    const plain = estimateOf('grpo', batch([1, 1, 1, 1])).batch.credit!
    for (const [t, value] of credit.entries()) expect(value).toBeCloseTo(plain[t]!, 5)
  })

  test('lets sure turns count more, won or lost', () => {
    const credit = creditOf([0, 2, 0, 2], { clarityBonus: 0 })
    expect(credit[0]!).toBeGreaterThan(credit[1]!)
    expect(credit[2]!).toBeLessThan(credit[3]!)
  })

  test('weighs turns by 1 on average, and sums to 0 over them', () => {
    const { batch: got, explain } = estimateOf('empg', batch([0.3, 1.2, 0.1, 2]))
    const total = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0)
    expect(total(explain.stepWeight!.values)).toBeCloseTo(4)
    expect(total(got.credit!)).toBeCloseTo(0)
  })

  test('pays more before a clear turn, none at the end', () => {
    const { values } = estimateOf('empg', batch([1, 0, 1, 2])).explain.nextClarity!
    expect(values[0]!).toBeGreaterThan(values[2]!)
    expect([values[1], values[3]]).toEqual([0, 0])
  })

  test('takes a response without turns for one', () => {
    const { turns: _, ...whole } = batch([1, 0, 1, 2])
    expect(estimateOf('empg', whole).batch.credit![0]).toBeGreaterThan(0)
  })
})
