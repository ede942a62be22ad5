import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { adaptPrice, type KlEstimator, klEstimate, klEstimators, klNumber, priceKl } from './kl.ts'

beforeAll(async () => {
  await openBackend('cpu')
})

/** x = refLogp - logp: the value of an estimator there, and its slope along logp. */
function at(estimator: KlEstimator, x: number): { value: number; slope: number } {
  const value = (logp: Tensor) => klEstimate(tf, estimator, logp as Tensor2D, tf.tensor2d([[x]]))
  const start = tf.tensor2d([[0]])
  return { value: value(start).dataSync()[0]!, slope: tf.grad(value)(start).dataSync()[0]! }
}
const near = (value: number, slope: number) => ({ value: expect.closeTo(value, 5), slope: expect.closeTo(slope, 5) })

describe('estimators of KL at x = ln 2', () => {
  test('k1 is -ln 2 with slope 1; abs ln 2 with slope -1; k2 (ln 2)^2 / 2 with slope -ln 2', () => {
    expect(at('k1', Math.LN2)).toEqual(near(-Math.LN2, 1))
    expect(at('abs', Math.LN2)).toEqual(near(Math.LN2, -1))
    expect(at('k2', Math.LN2)).toEqual(near(Math.LN2 ** 2 / 2, -Math.LN2))
  })

  test('k3 is 2 - ln 2 - 1 with slope 1 - 2 = -1', () => {
    expect(at('k3', Math.LN2)).toEqual(near(1 - Math.LN2, -1))
    expect(at('k3-clipped', Math.LN2)).toEqual(near(1 - Math.LN2, -1))
  })

  test('with a + the value is the one’s, and the slope is k2’s', () => {
    expect(at('k1+', Math.LN2)).toEqual(near(-Math.LN2, -Math.LN2))
    expect(at('k3+', Math.LN2)).toEqual(near(1 - Math.LN2, -Math.LN2))
  })

  test('abs+ is ln 2 with the slope of k2', () => {
    expect(at('abs+', Math.LN2)).toEqual(near(Math.LN2, -Math.LN2))
  })

  test('equal policies: every estimator is 0', () => {
    for (const estimator of klEstimators) expect(Math.abs(at(estimator, 0).value)).toBe(0)
  })

  test('at x = 119 k3 overflows, and its clip says 10', () => {
    expect(at('k3', 119).value).toBe(Number.POSITIVE_INFINITY)
    expect(at('k3-clipped', 119)).toEqual({ value: 10, slope: expect.closeTo(0) })
  })

  test('as plain numbers: 1, 1, 0.5 and e - 2 at x = 1; 10 at x = 119', () => {
    expect((['k1', 'abs', 'k2'] as const).map(estimator => klNumber(estimator, -2, -1))).toEqual([-1, 1, 0.5])
    expect(klNumber('k3-clipped', -2, -1)).toBeCloseTo(Math.E - 2, 12)
    expect(klNumber('k3-clipped', -119, 0)).toBe(10)
  })
})

describe('KL as a price', () => {
  const batch = {
    ...batchOf([[1, 0]], [2, 1]),
    oldLogp: Float32Array.of(-1, -1, -1),
    refLogp: Float32Array.of(-1.5, -1.25, -1),
  }

  test('price 2: 0.5 + 0.25 cost 1.5, so 1 becomes -0.5; token by token -1 and 1 - 0.5', () => {
    const { reward, parts, tokenReward } = priceKl(batch, 'k1', 2)
    expect([...reward]).toEqual([-0.5, 0])
    expect([...parts!.kl!]).toEqual([-1.5, 0])
    expect([...tokenReward!]).toEqual([-1, 0.5, 0])
  })

  test('the controller sees (0.75 / 2 + 0 / 1) / 2 = 0.1875, and 0 where there is no response', () => {
    expect(priceKl(batch, 'k1', 2).kl).toBe(0.1875)
    const none = { ...batchOf([], 0), oldLogp: new Float32Array(0), refLogp: new Float32Array(0) }
    expect(priceKl(none, 'k1', 2).kl).toBe(0)
  })

  test('KL 0.11 for 0.1: 2 * (1 + 0.1 * 50 / 100) = 2.1; KL 5 and KL 0 count as 20 % off: 2.2 and 1.8', () => {
    expect(adaptPrice(2, 0.11, 0.1, 50, 100)).toBeCloseTo(2.1, 12)
    expect(adaptPrice(2, 5, 0.1, 50, 100)).toBeCloseTo(2.2, 12)
    expect(adaptPrice(2, 0, 0.1, 50, 100)).toBeCloseTo(1.8, 12)
  })
})
