import { describe, expect, it } from 'vitest'
import type { Batch } from './batch.ts'
import { discountToEnd, generated, lastGenerated, sumToEnd, tokenRewards } from './episode.ts'

/** Two rollouts of five tokens, the world's second and fourth, and one that is the world's alone. */
const batch: Batch = {
  rollouts: 3,
  groups: 1,
  group: Int32Array.of(0, 0, 0),
  reward: Float32Array.of(2, 0.5, 1),
  tokenStart: Int32Array.of(0, 5, 10, 11),
  token: new Int32Array(11),
  mask: Float32Array.of(1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0),
}
const turns = { rollout: Int32Array.of(0, 0, 0, 1), start: Int32Array.of(0, 2, 4, 5), end: Int32Array.of(1, 3, 5, 7) }

describe('an episode', () => {
  it('consists of its generated tokens', () => {
    expect([generated(batch, 0), generated(batch, 1), generated(batch, 2)]).toEqual([[0, 2, 4], [5, 7], []])
    expect([0, 1, 2].map(i => lastGenerated(batch, i))).toEqual([4, 7, -1])
  })

  it('is summed and discounted over them', () => {
    const ones = new Float32Array(11).fill(1)
    expect([...sumToEnd(batch, ones)]).toEqual([3, 0, 2, 0, 1, 2, 0, 1, 0, 0, 0])
    expect([...discountToEnd(batch, 0.5)]).toEqual([0.25, 0, 0.5, 0, 1, 0.5, 0, 1, 0, 0, 0])
    expect([...discountToEnd(batch, 0)]).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0])
  })

  it('is paid at its last generated token', () => {
    expect([...tokenRewards(batch)]).toEqual([0, 0, 0, 0, 2, 0, 0, 0.5, 0, 0, 0])
  })

  it('is paid at the last token generated in each turn, and at its end what the turns leave of its reward', () => {
    const turnReward = Float32Array.of(0.25, 0.5, 1, 0.25)
    // The first rollout's turns sum to 1.75 of 2, the second's to 0.25 of 0.5.
    expect([...tokenRewards({ ...batch, turns, turnReward })]).toEqual([0.25, 0, 0.5, 0, 1.25, 0.25, 0, 0.25, 0, 0, 0])
  })

  it('is paid as recorded, where that is recorded', () => {
    const tokenReward = new Float32Array(11).fill(3)
    expect(tokenRewards({ ...batch, turns, turnReward: new Float32Array(4), tokenReward })).toBe(tokenReward)
  })
})
