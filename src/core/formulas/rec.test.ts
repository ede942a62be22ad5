import type { Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { oneSide, plainRatio, responseRatio, ring, twoSide, weightedReinforce } from './rec.ts'

beforeAll(async () => {
  await openBackend('cpu')
})

const row = (...values: readonly number[]): Tensor2D => tf.tensor2d([[...values]])
const plain = (tensor: Tensor2D) => [...tensor.dataSync()]
const near = (...values: readonly number[]) => values.map(value => expect.closeTo(value, 5))

describe('ratios as data', () => {
  test('4 and 1 per token; for the response exp((ln 4 + 0) / 2) = 2', () => {
    const policies = { now: { logp: row(Math.log(4), 0) }, oldLogp: row(0, 0) }
    expect(plain(plainRatio(tf, policies))).toEqual(near(4, 1))
    expect(plain(responseRatio(tf, { ...policies, length: row(2) }))).toEqual(near(2))
  })

  test('a response without tokens has ratio 1', () => {
    expect(plain(responseRatio(tf, { now: { logp: row(0) }, oldLogp: row(0), length: row(0) }))).toEqual([1])
  })
})

describe('what is kept', () => {
  const ratio = () => row(0.5, 1, 2)

  test('band 0.8 to 1.2: of 0.5, 1, 2 the middle one', () => {
    expect(plain(twoSide(tf, ratio(), 0.2, 0.2))).toEqual([0, 1, 0])
  })

  test('one side: credit above 0 drops 2, below 0 drops 0.5, and 0 drops neither', () => {
    expect(plain(oneSide(tf, ratio(), row(1, 1, 1), 0.2, 0.2))).toEqual([1, 1, 0])
    expect(plain(oneSide(tf, ratio(), row(-1, -1, -1), 0.2, 0.2))).toEqual([0, 1, 1])
    expect(plain(oneSide(tf, ratio(), row(0, 0, 0), 0.2, 0.2))).toEqual([1, 1, 1])
  })

  test('the edges themselves, 1 - 0.5 and 1 + 1, are inside', () => {
    expect(plain(twoSide(tf, ratio(), 0.5, 1))).toEqual([1, 1, 1])
    expect(plain(oneSide(tf, ratio(), row(1, 1, 1), 0.5, 1))).toEqual([1, 1, 1])
    expect(plain(oneSide(tf, ratio(), row(-1, -1, -1), 0.5, 1))).toEqual([1, 1, 1])
  })

  test('ring: far out is kept where the credit pulls back: 0.25 <= 1 - 0.75 upwards, 3 >= 1 + 2 downwards', () => {
    const far = row(0.25, 0.5, 1, 1.5, 3)
    const ones = tf.onesLike(far)
    expect(plain(ring(tf, far, ones, [0.2, 0.2], [0.75, 2]))).toEqual([1, 0, 1, 0, 0])
    expect(plain(ring(tf, far, tf.neg(ones), [0.2, 0.2], [0.75, 2]))).toEqual([0, 0, 1, 0, 1])
  })
})

describe('weighted REINFORCE', () => {
  const policy = () => ({ now: { logp: row(-1, -2) }, credit: row(3, -1) })

  test('-2 * 3 * -1 = 6 where kept with weight 2; dropped, 0', () => {
    const { loss, explain } = weightedReinforce(tf, policy(), { ratio: row(1, 1), keep: row(1, 0), weight: row(2, 5) })
    expect(plain(loss).map(Math.abs)).toEqual([6, 0])
    expect(plain(explain.weight)).toEqual([2, 0])
    expect(plain(explain.dropped)).toEqual([0, 1])
  })

  test('without keep and weight all count alike: 3 and -2', () => {
    expect(plain(weightedReinforce(tf, policy(), { ratio: row(9, 9) }).loss)).toEqual([3, -2])
  })
})
