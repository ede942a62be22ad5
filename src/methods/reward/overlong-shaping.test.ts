import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const rewards = (lengths: number[]) => [
  ...estimateOf('overlong-shaping', batchOf([lengths.map(() => 1)], lengths), { softLimit: 10, softZone: 0.4 }).batch
    .reward,
]

describe('soft overlong punishment', () => {
  test('costs nothing before the zone, grows linearly in it, and stays at the full price beyond', () => {
    expect(rewards([1, 6, 8, 10, 30])).toEqual([1, 1, 0.5, 0, 0])
  })

  test('a reward that is not known stays unknown', () => {
    expect(estimateOf('overlong-shaping', batchOf([[Number.NaN]], 3)).batch.reward[0]).toBeNaN()
  })
})
