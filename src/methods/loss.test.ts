import { beforeAll, describe, expect, test } from 'vitest'
import type { Batch } from '../core/batch.ts'
import { defaultsOf } from '../core/params.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { resolveMethod } from './index.ts'
import { buildLoss, tensorNeeds } from './loss.ts'
import { batchTensors, joinTensors, pad, paddingOf, unpad } from './tensors.ts'

const context = { iteration: 0, iterations: 1, draw: () => 0.5, state: undefined }

/** Two rollouts of 3 and 2 tokens; the middle token of the first is the world's. */
const batch: Batch = {
  rollouts: 2,
  groups: 1,
  group: Int32Array.of(0, 0),
  reward: Float32Array.of(1, 0),
  tokenStart: Int32Array.of(0, 3, 5),
  token: Int32Array.of(1, 2, 3, 4, 5),
  mask: Float32Array.of(1, 0, 1, 1, 1),
  advantage: Float32Array.of(1, -1),
  credit: Float32Array.of(1, 0, 1, -1, -1),
}

function gradientOf(params: Record<string, number | string>, given: Batch, logp: number[][]) {
  const method = resolveMethod('grpo')
  const all = { ...defaultsOf(method.specs), ...params }
  const data = batchTensors(tf, 'test', given, tensorNeeds(method, all))
  const { value, grad } = tf.valueAndGrad(
    x =>
      buildLoss(tf, method, all, joinTensors(tf, 'test', data, { logp: tf.reshape(x, data.mask.shape) }), context).loss,
  )(tf.tensor2d(logp))
  return { loss: value.dataSync()[0]!, gradient: Array.from(grad.dataSync()) }
}

beforeAll(async () => {
  await openBackend('cpu')
})

describe('a loss', () => {
  test('has REINFORCE’s gradient on the first update: minus credit, divided by the number of tokens', () => {
    const { gradient, loss } = gradientOf({}, batch, [
      [-1, -2, -3],
      [-1, -2, 0],
    ])
    expect(gradient.map(x => Math.round(x * 1e6) / 1e6 + 0)).toEqual([-0.25, 0, -0.25, 0.25, 0.25, 0])
    expect(loss).toBeCloseTo(0)
  })

  test('does not see what the policy says at masked places, not even infinities', () => {
    const { gradient, loss } = gradientOf({}, batch, [
      [-1, Number.POSITIVE_INFINITY, -3],
      [-1, -2, Number.NaN],
    ])
    expect(loss).toBeCloseTo(0)
    expect(gradient.every(Number.isFinite)).toBe(true)
  })

  test('needs a reference policy exactly when the KL term is on', () => {
    const method = resolveMethod('grpo')
    const off = defaultsOf(method.specs)
    expect(tensorNeeds(method, off)).toEqual([])
    expect(tensorNeeds(method, { ...off, klCoefficient: 0.1 })).toEqual(['refLogp'])
    expect(() =>
      gradientOf({ klCoefficient: 0.1 }, batch, [
        [0, 0, 0],
        [0, 0, 0],
      ]),
    ).toThrow(/refLogp/)
  })

  test('adds the KL term under the loss’s own aggregation', () => {
    const given = { ...batch, refLogp: Float32Array.of(-1, 0, -3, -1, -1) }
    const logp = [
      [-1, -2, -3],
      [-1, -2, 0],
    ]
    const bySequence = { aggregation: 'seq-mean-token-mean' }
    const plain = gradientOf(bySequence, given, logp).loss
    const penalised = gradientOf({ ...bySequence, klCoefficient: 1, klEstimator: 'k2' }, given, logp).loss
    // One token of two in the second response has log-ratio 1: (0 + 1/2 / 2) / 2.
    expect(penalised - plain).toBeCloseTo(0.125)
  })

  test('weighs tokens of another sampler by a capped ratio that has no gradient', () => {
    const given = {
      ...batch,
      oldLogp: Float32Array.of(-1, 0, -3, -1, -2),
      samplerLogp: Float32Array.of(-1, 0, -5, -1, -2),
    }
    const { gradient } = gradientOf({ samplerCorrection: 'token', samplerCap: 4 }, given, [
      [-1, -2, -3],
      [-1, -2, 0],
    ])
    expect(gradient[0]).toBeCloseTo(-0.25)
    expect(gradient[2]).toBeCloseTo(-1)
  })
})

test('padding and its inverse agree', () => {
  const padding = paddingOf(batch)
  const values = Float32Array.of(1, 2, 3, 4, 5)
  expect(Array.from(pad(batch, padding, values))).toEqual([1, 2, 3, 4, 5, 0])
  expect(unpad(batch, padding, pad(batch, padding, values))).toEqual(values)
})
