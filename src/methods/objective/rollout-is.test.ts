import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Slope of one token with credit 1, by its log-ratio to the sampler and to the start of the update. */
const slope = (toSampler: number, toStart = 0, params = {}) =>
  lossOf('rollout-is', settings('rollout-is', 'none', params), {
    mask: [[1]],
    advantage: [1],
    columns: { logp: [[-1]], samplerLogp: [[-1 - toSampler]], oldLogp: [[-1 - toStart]] },
  }).gradient.logp![0]![0]!

beforeAll(() => openBackend('cpu'))

describe('rollout importance sampling', () => {
  test('weighs by the ratio to the sampler; the start of the update is not looked at', () => {
    expect(slope(0.1)).toBeCloseTo(-Math.exp(0.1), 5)
    expect(slope(0.1, 3)).toBeCloseTo(-Math.exp(0.1), 5)
  })

  test('drops a token out of bounds on either side, and at a bound', () => {
    expect(slope(0.5)).toBeCloseTo(0)
    expect(slope(-0.5)).toBeCloseTo(0)
    expect(slope(0, 0, { clipLow: 0, clipHigh: 0 })).toBeCloseTo(0)
  })
})
