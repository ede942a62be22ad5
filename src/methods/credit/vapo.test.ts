import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf, estimateOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'
import { lambdaOfLength } from './vapo.math.ts'

beforeAll(() => openBackend('cpu'))

const valued = (rewards: readonly (readonly number[])[], lengths: readonly number[]) => {
  const batch = batchOf(rewards, lengths)
  return { ...batch, oldValue: new Float32Array(batch.token.length).fill(0.5) }
}
const pull = (reward: number[], values = {}) => {
  const mask = reward.map(() => [1, 1])
  const zero = reward.map(() => [0, 0])
  const columns = { logp: mask.map(row => row.map(() => -1)), credit: zero, oldValue: zero, returns: zero }
  const params = settings('vapo', 'none', { valueCoefficient: 0, imitation: 0.5, ...values })
  return lossOf('vapo', params, { mask, reward, columns }, { now: { value: zero } }).gradient.logp!
}

describe('VAPO', () => {
  test('λ grows with the length from 0 towards 1, and is 0 for responses of fewer than 1/α tokens', () => {
    expect([1, 20, 40, 1000].map(l => lambdaOfLength(0.05, l))).toEqual([0, 0, 0.5, expect.closeTo(0.98, 6)])
  })

  test('a short response has its own λ: only the last token sees the reward, a long one sees it earlier', () => {
    const { credit } = estimateOf('vapo', valued([[1], [1]], [2, 8]), { whiten: 'off', lengthAlpha: 0.5 }).batch
    expect(credit[0]).toBe(0)
    expect(credit[1]).toBe(0.5)
    expect(credit[8]).toBeGreaterThan(0)
  })

  test('the critic learns whole returns whatever the policy’s λ', () => {
    const { returns } = estimateOf('vapo', valued([[1], [0]], [3, 2]), { lengthAlpha: 0, lambda: 0 }).batch
    expect([...returns!]).toEqual([1, 1, 1, 0, 0])
  })

  test('correct responses are imitated over their own tokens; where none is correct, nothing', () => {
    expect(pull([1, 0]).map(row => row.map(g => g + 0))).toEqual([
      [-0.25, -0.25],
      [0, 0],
    ])
    for (const row of pull([0, 0])) for (const g of row) expect(g + 0).toBe(0)
  })

  test('imitation does not care how the policy’s loss is averaged', () => {
    expect(pull([1, 0], { aggregation: 'seq-mean-token-mean' })).toEqual(pull([1, 0]))
  })
})
