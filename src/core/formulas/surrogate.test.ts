import type { Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { clippedSurrogate, clippedValueError, detach, ratioOf, responseSurrogate } from './surrogate.ts'

beforeAll(async () => {
  await openBackend('cpu')
})

const row = (...values: readonly number[]): Tensor2D => tf.tensor2d([[...values]])
const plain = (tensor: Tensor2D) => [...tensor.dataSync()]
const near = (...values: readonly number[]) => values.map(value => expect.closeTo(value, 5))

describe('the ratio', () => {
  test('probabilities 0.5 against 0.25 and 0.2 against 0.4: 2 and 0.5', () => {
    const log = (...p: readonly number[]) => row(...p.map(Math.log))
    expect(plain(ratioOf(tf, log(0.5, 0.2), log(0.25, 0.4), 0))).toEqual(near(2, 0.5))
  })

  test('a log-ratio of 5 or -5 is held at 1 and -1: e and 1 / e', () => {
    expect(plain(ratioOf(tf, row(5, -5), row(0, 0), 1))).toEqual(near(Math.E, 1 / Math.E))
  })

  test('a detached factor has no gradient: d(x sg(x))/dx at 3 is 3, not 6', () => {
    expect(plain(tf.grad(x => tf.mul(x, detach(tf, x)))(row(3)) as Tensor2D)).toEqual([3])
  })
})

describe('the clipped surrogate', () => {
  const clips = { clipLow: 0.2, clipHigh: 0.5, dualClip: 0 }

  test('credit 2: ratio 0.5 pays -1 (unclipped), 1 pays -2, 4 is cut at 1.5 and pays -3', () => {
    const { loss, explain } = clippedSurrogate(tf, row(0.5, 1, 4), row(2, 2, 2), clips)
    expect(plain(loss)).toEqual(near(-1, -2, -3))
    expect(plain(explain.clippedHigh)).toEqual([0, 0, 1])
    expect(plain(explain.clippedLow)).toEqual([0, 0, 0])
  })

  test('credit -2: ratio 0.5 is cut at 0.8 and costs 1.6, 1 costs 2, 4 costs 8 (unclipped)', () => {
    const { loss, explain } = clippedSurrogate(tf, row(0.5, 1, 4), row(-2, -2, -2), clips)
    expect(plain(loss)).toEqual(near(1.6, 2, 8))
    expect(plain(explain.clippedLow)).toEqual([1, 0, 0])
  })

  test('dual clip 3 cuts 8 at 2 * 3 = 6, and leaves positive credit alone', () => {
    const { loss } = clippedSurrogate(tf, row(4, 4), row(-2, 2), { ...clips, dualClip: 3 })
    expect(plain(loss)).toEqual(near(6, -3))
  })

  test('credit 0 costs nothing at any ratio', () => {
    expect(plain(clippedSurrogate(tf, row(0, 9), row(0, 0), { ...clips, dualClip: 3 }).loss).map(Math.abs)).toEqual([
      0, 0,
    ])
  })
})

describe('one ratio per response', () => {
  const of = (logp: Tensor2D, oldLogp: Tensor2D, length: number) =>
    responseSurrogate(
      tf,
      {
        now: { logp },
        oldLogp,
        credit: tf.zerosLike(logp),
        advantage: row(3),
        mask: tf.onesLike(logp),
        length: row(length),
      },
      { clipLow: 0.9, clipHigh: 9, dualClip: 0, logRatioLimit: 0 },
    )

  test('two tokens of ratio 2 make 4; -3 * 4 = -12 stands in halves at them', () => {
    const { loss, explain } = of(row(Math.LN2, Math.LN2), row(0, 0), 2)
    expect(plain(explain.ratio)).toEqual(near(4))
    expect(plain(loss)).toEqual(near(-6, -6))
  })

  test('a response of padding only is divided by 1, not by 0', () => {
    expect(plain(of(row(0, 0), row(0, 0), 0).loss)).toEqual(near(-3, -3))
  })
})

describe('the error of the value head', () => {
  const of = (...given: [value: Tensor2D, oldValue: Tensor2D, returns: Tensor2D, clip: number]) => {
    const { error, clippedValue } = clippedValueError(tf, ...given)
    return { error: plain(error), clippedValue: plain(clippedValue) }
  }

  test('says 3, should say 1: 4 / 2 = 2; exactly right: 0', () => {
    expect(of(row(3, 1), row(0, 0), row(1, 1), 0)).toEqual({ error: [2, 0], clippedValue: [0, 0] })
  })

  test('from 0 to 3 with clip 0.5: the error of 0.5 against 4 is the larger, 12.25 / 2 = 6.125 beside 0.5', () => {
    expect(of(row(3), row(0), row(4), 0.5)).toEqual({ error: [6.125], clippedValue: [1] })
  })
})
