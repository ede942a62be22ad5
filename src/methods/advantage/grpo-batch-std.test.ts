import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const id = 'grpo-batch-std'

describe('GRPO with the spread of the batch', () => {
  test('a group of one gets 0', () => {
    expect(advantagesOf(id, batchOf([[3], [1]]))).toEqual([0, 0])
  })

  test('a batch that agrees teaches nothing, even without epsilon', () => {
    expect(advantagesOf(id, batchOf([[1, 1]]), { epsilon: 0 })).toEqual([0, 0])
  })

  test('every group is divided by the same number', () => {
    const { explain } = estimateOf(
      id,
      batchOf([
        [1, 0],
        [1, 1, 1],
      ]),
    )
    expect(new Set(explain.std!.values).size).toBe(1)
  })

  test('a minority answer weighs by its distance from the mean, not by the group’s agreement', () => {
    const all = advantagesOf(
      id,
      batchOf([
        [1, 0, 0, 0],
        [1, 1, 0, 0],
      ]),
    )
    expect(all[0]! / all[4]!).toBeCloseTo(0.75 / 0.5, 4)
  })

  test('rewards in another unit give the same advantages', () => {
    const small = advantagesOf(
      id,
      batchOf([
        [0, 1],
        [1, 3],
      ]),
    )
    const large = advantagesOf(
      id,
      batchOf([
        [0, 100],
        [100, 300],
      ]),
    )
    for (const [i, a] of small.entries()) expect(large[i]).toBeCloseTo(a, 3)
  })

  test('divided by what the baselines leave over, a batch of one-sided groups is no smaller for it', () => {
    const batch = batchOf([
      [1, 1, 1, 0],
      [0, 0, 0, 0],
    ])
    const { std } = estimateOf(id, batch, { spreadOver: 'residuals' }).explain
    expect(std!.values[0]).toBeCloseTo(Math.sqrt(0.75 / 7), 5)
  })

  test('a response that nothing could score counts for nobody', () => {
    expect(advantagesOf(id, batchOf([[1, Number.NaN, 0]]))).toEqual([
      advantagesOf(id, batchOf([[1, 0]]))[0],
      0,
      advantagesOf(id, batchOf([[1, 0]]))[1],
    ])
  })
})
