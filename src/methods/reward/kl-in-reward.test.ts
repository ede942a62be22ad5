import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const at = (shift: number, values = {}) => {
  const oldLogp = new Float32Array(4).fill(-1)
  const batch = { ...batchOf([[1, 0]], 2), oldLogp, refLogp: oldLogp.map((x, t) => (t < 2 ? x - shift : x)) }
  return estimateOf('kl-in-reward', batch, { rewardKlWeight: 0.1, ...values }).batch
}

describe('KL in the reward', () => {
  test('at the reference nothing changes', () => {
    expect([...at(0).reward]).toEqual([1, 0])
  })

  test('a response pays for every nat that its tokens have become likelier', () => {
    const { reward, tokenReward, rewardParts } = at(2)
    expect(reward[0]).toBeCloseTo(1 - 0.1 * 4)
    expect(tokenReward![0]).toBeCloseTo(-0.2)
    expect(tokenReward![1]).toBeCloseTo(0.8)
    expect(rewardParts!.kl![0]).toBeCloseTo(-0.4)
  })

  test('k1 pays back where a token has become rarer; k2 never does', () => {
    expect(at(-2).reward[0]).toBeGreaterThan(1)
    expect(at(-2, { rewardKl: 'k2' }).reward[0]).toBeLessThan(1)
  })
})
