import { describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { stream } from '../../core/rng.ts'
import { batchOf, estimateOf } from '../fixture.ts'
import { filtrate } from './pf-ppo.math.ts'

const valued = (groups: readonly (readonly number[])[]): Batch => {
  const batch = batchOf(groups, 1)
  return withColumns(batch, { oldValue: new Float32Array(batch.token.length) })
}
const copiesOf = (groups: readonly (readonly number[])[], filter: Parameters<typeof filtrate>[1], key = 0) => [
  ...filtrate(batchOf(groups), filter, 2, 1e-8, stream(7, key)).copies,
]

describe('PF-PPO', () => {
  test('a group of one is kept', () => {
    expect(copiesOf([[0.3]], 'best-random')).toEqual([1])
  })

  test('nobody has a reward: all are drawn alike', () => {
    const { weight } = filtrate(batchOf([[0, 0, 0]]), 'pow', 2, 1e-8, stream(1))
    expect(new Set(weight).size).toBe(1)
  })

  test('as many are drawn as there are', () => {
    for (const filter of ['pow', 'max-min', 'max-random'] as const) {
      expect(copiesOf([[1, 0.5, 0.2, 1]], filter).reduce((total, k) => total + k, 0)).toBe(4)
    }
  })

  test('the extremes of the batch only', () => {
    for (let key = 0; key < 20; key++) expect(copiesOf([[1, 0.5, 0]], 'max-min', key)[1]).toBe(0)
  })

  test('of each group the best and the worst', () => {
    expect(
      copiesOf(
        [
          [0.2, 1, 0, 0.5],
          [3, 2],
        ],
        'best-worst',
      ),
    ).toEqual([0, 1, 1, 0, 1, 1])
  })

  test('of each group the best and one other, not always the same', () => {
    const seen = new Set(Array.from({ length: 20 }, (_, key) => copiesOf([[0, 1, 0.5]], 'best-random', key).join('')))
    expect([...seen].sort()).toEqual(['011', '110'])
  })

  test('a response that is left out has no credit; what nothing could score is never drawn', () => {
    const { batch } = estimateOf('pf-ppo', valued([[1, 0.5, 0]]), { filter: 'best-worst', whiten: 'off' })
    expect(batch.credit[1]).toBe(0)
    expect(copiesOf([[1, Number.NaN]], 'pow')[1]).toBe(0)
  })

  test('drawn twice, counted twice', () => {
    const { batch, explain } = estimateOf('pf-ppo', valued([[1, 0]]), { whiten: 'off' })
    expect(explain.copies!.values[0]).toBe(2)
    expect(batch.credit[0]).toBe(2)
  })

  test('among binary rewards all are extremes: drawn alike', () => {
    const { weight } = filtrate(batchOf([[1, 0, 0, 1]]), 'max-min', 2, 1e-8, stream(1))
    expect(new Set(weight).size).toBe(1)
  })
})
