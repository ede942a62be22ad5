import { describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const id = 'sample-balanced-weighting'
const likely = (batch: Batch, p: readonly number[]) => withColumns(batch, { oldLogp: Float32Array.from(p, Math.log) })
const weightOf = (rewards: readonly number[], p: readonly number[]) => [
  ...estimateOf(id, likely(batchOf([rewards], 1), p)).explain.weight!.values,
]

describe('sample-balanced weighting', () => {
  test('a single response, and a batch that agrees, get 0', () => {
    expect(advantagesOf(id, likely(batchOf([[1]], 1), [0.5]))).toEqual([0])
    expect(advantagesOf(id, likely(batchOf([[1, 1]], 1), [0.5, 0.5]))).toEqual([0, 0])
  })

  test('right and likely, wrong and unlikely: the least weight', () => {
    expect(weightOf([1, 0], [0.999, 0.001])).toEqual([0.5, 0.5].map(w => expect.closeTo(w, 2)))
  })

  test('right but unlikely, wrong but likely: the largest', () => {
    expect(weightOf([1, 0], [0.001, 0.999])).toEqual([1.5, 1.5].map(w => expect.closeTo(w, 2)))
  })

  test('the weight never changes a sign', () => {
    const [right, wrong] = advantagesOf(id, likely(batchOf([[1, 0]], 1), [0.9, 0.4]))
    expect(right).toBeGreaterThan(0)
    expect(wrong).toBeLessThan(0)
  })

  test('probability is per token, so length does not matter', () => {
    const batch = likely(batchOf([[1, 0]], [3, 1]), [0.5, 0.5, 0.5, 0.5])
    expect([...estimateOf(id, batch).explain.probability!.values]).toEqual([0.5, 0.5].map(p => expect.closeTo(p, 5)))
  })

  test('a response that nothing could score gets 0', () => {
    expect(advantagesOf(id, likely(batchOf([[Number.NaN, 1, 0]], 1), [0.5, 0.5, 0.5]))[0]).toBe(0)
  })
})
