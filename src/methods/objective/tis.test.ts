import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss and gradient of one response on policy, whose tokens the trainer finds this much likelier (in nats) than the sampler. */
const pull = (gaps: number[], params = {}, id = 'tis') =>
  lossOf(id, settings(id, 'none', params), {
    mask: [gaps.map(() => 1)],
    advantage: [1],
    columns: { oldLogp: [gaps.map(() => -2)], samplerLogp: [gaps.map(gap => -2 - gap)] },
  })
const weights = (gaps: number[], params = {}) =>
  pull(gaps, params).explain.samplerWeight![0]!.map(w => Number(w.toFixed(3)))

beforeAll(() => openBackend('cpu'))

describe('truncated importance sampling', () => {
  test('is GRPO when the sampler agrees', () => {
    const [tis, grpo] = [pull([0, 0]), pull([0, 0], {}, 'grpo')]
    expect(tis.loss).toBe(grpo.loss)
    expect(tis.gradient).toEqual(grpo.gradient)
  })

  test('weighs each token by trainer over sampler, up to the cap', () => {
    expect(weights([0.5, -3, 5])).toEqual([1.649, 0.05, 2])
    const { gradient } = pull([0.5, -3, 5])
    for (const [t, slope] of gradient.logp![0]!.entries()) expect(slope).toBeCloseTo(-weights([0.5, -3, 5])[t]! / 3, 3)
  })

  test('has a floor where one is set, and no cap where that is 0', () => {
    expect(weights([-3, 3], { samplerFloor: 0.5, samplerCap: 0 })).toEqual([0.5, 20.086])
  })
})
