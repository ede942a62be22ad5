import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const run = (entropy: number[], forkShare: number, forkSide = 'top', lengths = [4, 1]) =>
  estimateOf(
    'entropy-top-mask',
    { ...batchOf([[1, 0]], lengths), oldEntropy: Float32Array.from(entropy) },
    { forkShare, forkSide },
  ).batch

describe('the released 80/20 mask', () => {
  test('keeps the most hesitant tokens of the whole batch; a response may get none', () => {
    const { credit, trained } = run([0.1, 2, 0.3, 1, 0.2], 0.4)
    expect([...trained!]).toEqual([0, 1, 0, 1, 0])
    expect(credit[1]).toBeGreaterThan(0)
    expect([credit[0]! + 0, credit[4]! + 0]).toEqual([0, 0])
  })

  test('keeps at least one token', () => {
    expect([...run([0, 0, 0, 0, 0], 0.01).trained!]).toEqual([1, 0, 0, 0, 0])
  })

  test('share 1 is uniform credit', () => {
    const { credit, trained } = run([1, 2, 3, 4, 5], 1)
    expect([...trained!]).toEqual([1, 1, 1, 1, 1])
    expect(new Set(credit.slice(0, 4)).size).toBe(1)
  })

  test('keeps the surest tokens instead, or as many by lot', () => {
    expect([...run([0.1, 2, 0.3, 1, 0.2], 0.4, 'bottom').trained!]).toEqual([1, 0, 0, 0, 1])
    const byLot = run([0.1, 2, 0.3, 1, 0.2], 0.4, 'random').trained!
    expect(byLot.reduce((sum, kept) => sum + kept, 0)).toBe(2)
  })
})
