import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Batch,
  extentLength,
  groupMembers,
  lengths,
  maskOf,
  missingColumns,
  requireColumns,
  rolloutOfToken,
  spread,
  tokenCount,
  whitenTokens,
  withColumns,
} from './batch.ts'
import { rewardToGo, tokenRewards } from './episode.ts'

/** Three rollouts of 3, 0 and 2 tokens; groups interleaved; one token forced by the world. */
const batch: Batch = {
  rollouts: 3,
  groups: 2,
  group: Int32Array.of(0, 1, 0),
  reward: Float32Array.of(1, 0, 0.5),
  tokenStart: Int32Array.of(0, 3, 3, 5),
  token: Int32Array.of(4, 5, 6, 7, 8),
  mask: Float32Array.of(1, 0, 1, 1, 0),
}

describe('shape', () => {
  it('finds members, counts and owners', () => {
    expect(groupMembers(batch)).toEqual([[0, 2], [1]])
    expect([0, 1, 2].map(i => tokenCount(batch, i))).toEqual([3, 0, 2])
    expect([...rolloutOfToken(batch)]).toEqual([0, 0, 0, 2, 2])
    expect((['rollout', 'group', 'token', 'turn'] as const).map(extent => extentLength(batch, extent))).toEqual([
      3, 2, 5, 0,
    ])
  })
  it('counts generated tokens only', () => {
    expect([...lengths(batch)]).toEqual([2, 0, 1])
    const { mask: _, ...unmasked } = batch
    expect([...lengths(unmasked)]).toEqual([3, 0, 2])
    expect([...maskOf(unmasked)]).toEqual([1, 1, 1, 1, 1])
  })
})

describe('columns', () => {
  it('adding one leaves the old batch alone', () => {
    const more = withColumns(batch, { advantage: Float32Array.of(1, 2, 3) })
    expect(more.advantage[2]).toBe(3)
    expect(batch.advantage).toBeUndefined()
    expect(more.token).toBe(batch.token)
  })
  it('refuses a wrong length', () => {
    expect(() => withColumns(batch, { logp: new Float32Array(4) })).toThrow(
      'batch.logp: expected 5 values, one per token',
    )
  })
  it('names the first absent column', () => {
    expect(missingColumns(batch, ['mask', 'logp', 'oldEntropy'])).toEqual(['logp', 'oldEntropy'])
    expect(() => requireColumns(batch, 'gae.credit', ['oldValue'])).toThrow(
      'gae.credit: expected column "oldValue", got none',
    )
  })
})

describe('rollouts to tokens', () => {
  it('spreads a number over generated tokens', () => {
    expect([...spread(batch, [10, 20, 30])]).toEqual([10, 0, 10, 30, 0])
  })
  it('puts the reward at the last generated token', () => {
    expect([...tokenRewards(batch)]).toEqual([0, 0, 1, 0.5, 0])
    const recorded = { ...batch, tokenReward: Float32Array.of(1, 2, 3, 4, 5) }
    expect(tokenRewards(recorded)).toBe(recorded.tokenReward)
  })
  it('sums to the end with a discount, across masked tokens or cut at them', () => {
    expect([...rewardToGo(batch, [1, 10, 100, 1000, 5], 0.5)]).toEqual([51, 0, 100, 1000, 0])
    expect([...rewardToGo(batch, [1, 10, 100, 1000, 5], 0.5, 'cut')]).toEqual([1, 60, 100, 1000, 5])
    const { mask: _, ...unmasked } = batch
    expect([...rewardToGo(unmasked, [1, 10, 100, 1000, 5], 1)]).toEqual([111, 110, 100, 1005, 5])
  })
})

describe('whitening', () => {
  it('gives generated tokens mean 0 and sample variance 1, and masked ones 0', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 5 }), values => {
        const white = whitenTokens(batch, values)
        const kept = [white[0]!, white[2]!, white[3]!]
        expect([white[1], white[4]]).toEqual([0, 0])
        // A constant leaves its documented trace of 1e-4 of itself.
        const trace = 1e-4 * Math.max(1, Math.abs(values[0]!))
        expect(Math.abs(kept.reduce((total, value) => total + value, 0))).toBeLessThanOrEqual(1.01 * trace)
        const constant = values[0] === values[2] && values[2] === values[3]
        if (!constant) expect(kept.reduce((total, value) => total + value ** 2, 0) / 2).toBeCloseTo(1, 4)
      }),
    )
  })
  it('gives 0 to fewer than two tokens', () => {
    expect([...whitenTokens({ ...batch, mask: Float32Array.of(1, 0, 0, 0, 0) }, [5, 1, 1, 1, 1])]).toEqual([
      0, 0, 0, 0, 0,
    ])
  })
})
