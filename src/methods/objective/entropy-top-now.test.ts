import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { estimateOf, lossOf, settings } from '../golden/harness.ts'

const row = [0.1, 2, 0.3, 1, 0.2]
const ones = row.map(() => 1)

const loss = (id: string, params: Record<string, number>, entropy = row) =>
  lossOf(id, settings(id, 'none', params), {
    mask: [ones],
    advantage: [1],
    columns: { logp: [row.map(() => -1)], oldLogp: [row.map(() => -1)], oldEntropy: [entropy] },
  })

beforeAll(() => openBackend('cpu'))

describe('the 80/20 rule on the entropy of now', () => {
  test('keeps the tokens that the mask of sampling would keep, where the policy has not moved', () => {
    const given = { mask: [ones], group: [0], reward: [1], columns: { oldEntropy: [row] } }
    const own = settings('entropy-top-mask', 'none', { forkShare: 0.4, lone: 'raw' })
    const then = estimateOf('entropy-top-mask', own, given).credit[0]!.map(a => (a > 0 ? 1 : 0))
    expect(loss('entropy-top-now', { nowShare: 0.4 }).explain.kept![0]).toEqual(then)
  })

  test('averages over the kept tokens: their gradient is larger by one over the share', () => {
    const { gradient } = loss('entropy-top-now', { nowShare: 0.4 })
    const all = loss('entropy-top-now', { nowShare: 1 }).gradient.logp![0]![1]!
    expect(gradient.logp![0]![1]! / all).toBeCloseTo(2.5, 4)
    expect(gradient.logp![0]![0]! + 0).toBe(0)
  })

  test('keeps at least one token, and all of them with share 1', () => {
    expect(loss('entropy-top-now', { nowShare: 0.01 }).explain.kept![0]).toEqual([0, 1, 0, 0, 0])
    expect(loss('entropy-top-now', { nowShare: 1 }).explain.kept![0]).toEqual(ones)
  })

  test('lets no gradient through the mask', () => {
    expect(loss('entropy-top-now', { nowShare: 0.4 }).gradient.entropy?.[0]?.every(g => g === 0) ?? true).toBe(true)
  })
})
