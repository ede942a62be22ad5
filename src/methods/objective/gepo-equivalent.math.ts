/** Two sets of responses to one problem as a loss. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorsWith, Tf } from '../../core/method.ts'
import { indicator, siblings } from '../../core/rows.ts'

/**
 * From a value per response [n, 1]: `loss` [n, T], whose sum is the mean over groups that hold both kinds; `margin` and
 * `spread` [n, 1] of each row's group, population variance over the right ones.
 */
export function setLoss(
  tf: Tf,
  { group, reward, mask, length }: TensorsWith<'group' | 'reward'>,
  value: Tensor2D,
  penalty: number,
  from: number,
): { readonly loss: Tensor2D; readonly margin: Tensor2D; readonly spread: Tensor2D } {
  const same = siblings(tf, group)
  const right = indicator(tf, tf.greaterEqual(reward, from))
  const wrong = tf.sub<Tensor2D>(1, right)
  const count = (kind: Tensor2D) => tf.matMul<Tensor2D>(same, kind)
  const meanOf = (kind: Tensor2D, values: Tensor2D) =>
    tf.div<Tensor2D>(tf.matMul(same, tf.mul<Tensor2D>(values, kind)), tf.maximum(count(kind), 1))
  const centre = meanOf(right, value)
  const margin = tf.sub<Tensor2D>(centre, meanOf(wrong, value))
  const spread = meanOf(right, tf.square(tf.sub(value, centre)))
  const both = indicator(tf, tf.logicalAnd(tf.greater(count(right), 0), tf.greater(count(wrong), 0)))
  // Every row of a group holds the group's number: its share of the group.
  const share = tf.div<Tensor2D>(both, tf.sum(same, 1, true))
  const groups = tf.maximum<Scalar>(tf.sum(share), 1)
  const each = tf.add<Tensor2D>(tf.softplus(tf.neg(margin)), tf.mul(spread, penalty))
  const perRow = tf.div<Tensor2D>(tf.mul(each, share), groups)
  return { loss: tf.mul<Tensor2D>(tf.div(perRow, tf.maximum(length, 1)), mask), margin, spread }
}
