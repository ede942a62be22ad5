import type { Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { implicitReward, overPreferences, preferenceLoss, preferred } from './preference.ts'

beforeAll(async () => {
  await openBackend('cpu')
})

const column = (...values: readonly number[]): Tensor2D => tf.tensor2d(values.map(value => [value]))
const near = (rows: readonly (readonly number[])[]) => rows.map(row => row.map(value => expect.closeTo(value, 5)))

describe('who is preferred', () => {
  test('1 over 0 of the same problem; a third response answers another one', () => {
    expect(preferred(tf, column(1, 0, -1), column(0, 0, 1)).arraySync()).toEqual([
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
  })

  test('equal rewards and a lone response make no pair', () => {
    expect(preferred(tf, column(1, 1), column(0, 0)).arraySync()).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(preferred(tf, column(1), column(0)).arraySync()).toEqual([[0]])
  })
})

describe('preference losses', () => {
  test('implicit reward 0.5 * ((-1 + 2) + (-1 + 4)) = 2', () => {
    const logps = { now: { logp: tf.tensor2d([[-1, -1]]) }, refLogp: tf.tensor2d([[-2, -4]]) }
    expect(implicitReward(tf, logps, 0.5).arraySync()).toEqual([[2]])
  })

  test('a lead of ln 3: -ln(3/4) ahead, -ln(1/4) behind, ln 2 against oneself', () => {
    const [ahead, behind] = [Math.log(4 / 3), Math.log(4)]
    expect(preferenceLoss(tf, column(Math.log(3), 0)).arraySync()).toEqual(
      near([
        [Math.LN2, ahead],
        [behind, Math.LN2],
      ]),
    )
  })

  test('pairs cost 3 and 5; of three responses each stands for 3 / 2: 4.5 and 7.5, whose mean over three is 4', () => {
    const losses = tf.tensor2d([
      [0, 3, 9],
      [9, 0, 5],
      [9, 9, 0],
    ])
    const better = tf.tensor2d([
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ])
    expect(overPreferences(tf, losses, better, { mask: tf.ones([3, 2]) }).arraySync()).toEqual([[4.5], [7.5], [0]])
  })

  test('no pair at all: 0, not 0 / 0', () => {
    const none = overPreferences(tf, tf.ones([2, 2]), tf.zeros([2, 2]), { mask: tf.ones([2, 2]) })
    expect(none.arraySync()).toEqual([[0], [0]])
  })
})
