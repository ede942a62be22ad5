import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const factorOf = (rewards: readonly number[], similarity?: readonly number[], params = {}) => {
  const batch = batchOf([rewards])
  const given = similarity ? withColumns(batch, { similarity: Float32Array.from(similarity) }) : batch
  return estimateOf('grpo-s', given, params).explain.factor!.values[0]!
}

describe('GRPO-S', () => {
  test('a group of one, and a group that agrees, get 0', () => {
    expect(advantagesOf('grpo-s', batchOf([[1], [0, 0]]))).toEqual([0, 0, 0])
  })

  test('with both weights at 0 it is GRPO', () => {
    const batch = batchOf([[1, 0, 0.5]])
    expect(advantagesOf('grpo-s', batch, { dataScale: 0, modelScale: 0 })).toEqual(advantagesOf('grpo', batch))
  })

  test('the further the policy is from the demonstration, the larger the factor', () => {
    expect(factorOf([1, 0, 0, 0])).toBeGreaterThan(factorOf([1, 1, 1, 0]))
  })

  test('the less the answers are like the demonstration, the larger the factor', () => {
    expect(factorOf([1, 0], [0.1, 0.1])).toBeGreaterThan(factorOf([1, 0], [0.9, 0.9]))
    expect(factorOf([1, 0], [0.5, 0.5])).toBeCloseTo(factorOf([1, 0]), 5)
  })

  test('it never more than doubles nor halves', () => {
    expect(factorOf([1, 0], [0, 0], { dataScale: 2, modelScale: 2 })).toBe(2)
    expect(factorOf([1, 0], [1, 1], { dataScale: 2 })).toBe(0.5)
  })

  test('scaling the rewards instead does nothing', () => {
    const [plain, scaled] = [
      [1, 0, 0],
      [3, 0, 0],
    ].map(r => advantagesOf('grpo', batchOf([r])))
    for (const [i, a] of plain!.entries()) expect(scaled![i]).toBeCloseTo(a, 4)
  })
})
