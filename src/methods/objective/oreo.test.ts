import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

/** Loss and gradients of one response of two tokens. */
function at(reward: number, value: readonly number[], logp: readonly number[], params = {}) {
  const columns = {
    advantage: Float32Array.of(0),
    credit: Float32Array.of(0, 0),
    oldValue: Float32Array.from(value),
    logp: Float32Array.from(logp),
    refLogp: Float32Array.of(-1, -1),
  }
  const all = paramsOf('oreo', { oreoBeta: 0.5, ...params })
  return objectiveGradient(tf, resolveMethod('oreo'), all, { ...batchOf([[reward]]), ...columns }, context)
}

beforeAll(() => openBackend('cpu'))

describe('OREO', () => {
  test('the reference with the right value: no loss, no gradient', () => {
    const { loss, gradient } = at(1, [1, 1], [-1, -1])
    expect(loss).toBe(0)
    expect([...gradient.logp!, ...gradient.value!].map(Math.abs)).toEqual([0, 0, 0, 0])
  })

  test('the policy is pulled by 2 β times the residual, the value by twice the residual', () => {
    const { gradient, explain } = at(1, [0.5, 0.5], [-1, -1])
    expect([...explain.residual!]).toEqual([-0.5, -0.5])
    expect([...gradient.logp!]).toEqual([-0.25, -0.25])
    expect([...gradient.value!]).toEqual([-0.5, -0.5])
  })

  test('log-ratios to come count as value: no residual where they make up for it', () => {
    expect([...at(1, [0.75, 1], [-0.5, -1]).explain.residual!]).toEqual([0, 0])
  })

  test('only the token’s own log-ratio carries gradient', () => {
    const { gradient } = at(1, [1, 0.5], [-1, -1])
    expect([...gradient.logp!].map(g => g + 0)).toEqual([0, -0.25])
  })

  test('without a weight the value learns nothing', () => {
    expect([...at(1, [0, 0], [-1, -1], { oreoValueWeight: 0 }).gradient.value!].map(Math.abs)).toEqual([0, 0])
  })
})
