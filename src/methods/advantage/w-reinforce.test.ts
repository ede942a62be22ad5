import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

describe('W-REINFORCE', () => {
  test('correct responses weigh λ, wrong ones -1', () => {
    const [correct, wrong] = advantagesOf('w-reinforce', batchOf([[1, 0]]))
    expect(correct).toBeCloseTo(0.1)
    expect(wrong).toBe(-1)
  })

  test('λ = 0 is negative sample reinforcement', () => {
    const batch = batchOf([
      [1, 0, 0],
      [1, 1],
    ])
    expect(advantagesOf('w-reinforce', batch, { positiveWeight: 0 })).toEqual(advantagesOf('nsr', batch))
  })

  test('a discount fades credit towards the beginning of correct responses only', () => {
    const { credit } = estimateOf('w-reinforce', batchOf([[1, 0]], 3), { gamma: 0.5, positiveWeight: 1 }).batch
    expect([...credit]).toEqual([0.25, 0.5, 1, -1, -1, -1])
  })

  test('tokens that the world wrote get no credit and do not count as distance', () => {
    const batch = { ...batchOf([[1]], 3), mask: Float32Array.of(1, 0, 1) }
    expect([...estimateOf('w-reinforce', batch, { gamma: 0.5, positiveWeight: 1 }).batch.credit]).toEqual([0.5, 0, 1])
  })

  test('a reward that is neither 0 nor 1 keeps its value; none at all gives 0', () => {
    expect(advantagesOf('w-reinforce', batchOf([[0.5, Number.NaN]]))).toEqual([0.5, 0])
  })
})
