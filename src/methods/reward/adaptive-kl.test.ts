import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const params = paramsOf('adaptive-kl', { klStart: 0.2, klTarget: 0.1, klHorizon: 10 })
const iterate = (kl: number, state?: unknown) => {
  const oldLogp = new Float32Array(2)
  const batch = { ...batchOf([[1, 0]], 1), oldLogp, refLogp: oldLogp.map(() => -kl) }
  return estimate(resolveMethod('adaptive-kl'), params, batch, context, { reward: state })
}

describe('the adaptive KL price', () => {
  test('judges a batch with the price from before it', () => {
    expect(iterate(1).batch.reward[0]).toBeCloseTo(0.8)
    expect(iterate(1, 0.5).batch.reward[0]).toBeCloseTo(0.5)
  })

  test('rises above the target, falls below it, and stays on it', () => {
    expect(iterate(9).states.reward).toBeCloseTo(0.2 * 1.04)
    expect(iterate(0).states.reward).toBeCloseTo(0.2 * 0.96)
    expect(iterate(0.1).states.reward).toBeCloseTo(0.2)
  })

  test('its memory survives cloning', () => {
    const state = structuredClone(iterate(9).states.reward)
    expect(iterate(1, state).batch.reward[0]).toBeCloseTo(1 - 0.208)
  })

  test('changes by at most a fifth of the batch over the horizon, and stays positive', () => {
    for (const kl of [0, 0.05, 1, 40]) {
      const next = Number(iterate(kl, 0.5).states.reward)
      expect(next).toBeGreaterThan(0)
      expect(Math.abs(next / 0.5 - 1)).toBeLessThanOrEqual((0.2 * 2) / 10 + 1e-6)
    }
  })
})
