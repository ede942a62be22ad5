import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const of = (id: string, judged: readonly number[], value: readonly number[], params = {}) => {
  const columns = {
    processReward: Float32Array.from(judged),
    correct: Float32Array.of(1),
    oldValue: Float32Array.from(value),
  }
  return [...estimateOf(id, withColumns(batchOf([[1]], judged.length), columns), params).batch.credit]
}

describe('PPR with a critic', () => {
  test('whose values are all 0 is PPR', () => {
    expect(of('ppr-critic', [0.5, -0.5, 1], [0, 0, 0])).toEqual(of('ppr', [0.5, -0.5, 1], [0, 0, 0]))
  })

  test('that foresees every pay leaves no credit', () => {
    expect(of('ppr-critic', [1, 1], [2, 1])).toEqual([0, 0])
  })

  test('a smaller λ hands less of a surprise back', () => {
    const [first] = of('ppr-critic', [-1, 1], [0, 0], { lambda: 0.5 })
    expect(first).toBeCloseTo(0.5)
  })
})
