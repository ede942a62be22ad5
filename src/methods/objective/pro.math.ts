/** A ranking of a whole group as a loss. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { type Batch, rolloutOfToken } from '../../core/batch.ts'
import { bestOf, scoredMembers } from '../../core/formulas/pairing.ts'
import type { TensorsWith, Tf } from '../../core/method.ts'
import { indicator, siblings } from '../../core/rows.ts'

/** [T] 1 at the tokens of each group's best response; ties: the earlier. */
export function bestOfGroups(batch: Batch): Float32Array {
  const best = new Set(scoredMembers(batch).flatMap(own => (own.length === 0 ? [] : [bestOf(own, batch.reward)])))
  return Float32Array.from(rolloutOfToken(batch), (row, t) => (best.has(row) && batch.mask?.[t] !== 0 ? 1 : 0))
}

/** What keeps the logarithm finite in the released code. */
const tiny = 1e-10

/**
 * `loss` [n, T] whose sum is the loss, `stage` [n, 1] where each row is told from those below: stages and imitation, a mean over groups. A row's own number stands at its tokens.
 * `score` and `imitated` [n, 1]. Ties in reward: the earlier row stands higher.
 */
export function rankingLoss(
  tf: Tf,
  { group, reward, mask, length }: TensorsWith<'group' | 'reward'>,
  score: Tensor2D,
  imitated: Tensor2D,
  share: number,
): { readonly loss: Tensor2D; readonly stage: Tensor2D } {
  const count = score.shape[0]
  const same = siblings(tf, group)
  const other = tf.transpose<Tensor2D>(reward)
  const later = tf.less(tf.expandDims(tf.range(0, count), 1), tf.range(0, count))
  const below = tf.logicalOr(tf.greater(reward, other), tf.logicalAnd(tf.equal(reward, other), later))
  const beaten = tf.mul<Tensor2D>(same, indicator(tf, below)) // [n, n] the row ranks above the column
  const gap = tf.mul<Tensor2D>(tf.sub(reward, other), beaten)
  const most = tf.max<Tensor2D>(gap, 1, true)
  const own = tf.mul<Tensor2D>(score, most)
  const others = tf.sum<Tensor2D>(tf.mul(tf.exp(tf.mul(gap, tf.transpose(score))), beaten), 1, true)
  const stage = tf.sub<Tensor2D>(tf.log(tf.add(tf.add(tf.exp(own), others), tiny)), own)
  const hasOthers = indicator(tf, tf.greater(tf.sum(beaten, 1, true), 0))
  const size = tf.sum<Tensor2D>(same, 1, true)
  const groups = tf.sum(tf.div(1, size))
  const imitation = tf.mul(tf.mul(imitated, tf.square(tf.sub(size, 1))), share)
  const told = tf.mul<Tensor2D>(stage, hasOthers)
  const perRow = tf.div<Tensor2D>(tf.add(told, imitation), groups)
  return { loss: tf.mul<Tensor2D>(tf.div(perRow, tf.maximum(length, 1)), mask), stage: told }
}
