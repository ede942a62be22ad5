import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Gradient of one token with credit 1 and this probability, then and now. */
const pull = (p: number, external: number, params = {}) => {
  const values = settings('rl-plus', 'none', { aggregation: 'token-mean', ...params })
  const columns = { logp: [[Math.log(p)]], oldLogp: [[Math.log(p)]], external: [[external]] }
  return -lossOf('rl-plus', values, { mask: [[1]], advantage: [1], columns }).gradient.logp![0]![0]!
}

beforeAll(() => openBackend('cpu'))

describe('RL-PLUS', () => {
  test('without demonstrations it is the importance-weighted policy gradient', () => {
    expect(pull(0.3, 0)).toBeCloseTo(1)
  })

  test('a demonstrated token that the policy already says teaches nothing', () => {
    expect(pull(1, 1)).toBeCloseTo(0)
    expect(pull(0.2, 1)).toBeGreaterThan(pull(0.95, 1))
  })

  test('a token of vanishing probability teaches nothing either: its weight carries the probability', () => {
    expect(pull(0.0001, 1)).toBeLessThan(0.001)
  })

  test('without the bonus the weight of a certain token is 1', () => {
    expect(pull(1, 1, { exploration: 0 })).toBeCloseTo(1)
  })
})
