/** The loss of REAL: a classifier of siblings, made of the policy itself. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorsWith, Tf } from '../../core/method.ts'
import { indicator, meanOverGroups, rowMean, siblings } from '../../core/rows.ts'

/** Far below every score, so that its exponential is 0. */
const nobody = -1e9

/** [n, 1] log(1 + the sum of exp(x) over each row's siblings that belong), and each row's own share of it. */
function softplusOver(tf: Tf, x: Tensor2D, belongs: Tensor2D, group: Tensor2D) {
  const counted = tf.mul<Tensor2D>(siblings(tf, group), tf.transpose(belongs)) // [n, n]: columns are siblings
  const values = tf.where(tf.greater(counted, 0), tf.transpose<Tensor2D>(x), nobody)
  const total = tf.logSumExp<Tensor2D>(tf.concat<Tensor2D>([values, tf.zerosLike(x)], 1), 1, true)
  const share = tf.mul<Tensor2D>(tf.exp(tf.minimum(tf.sub(x, total), 0)), belongs)
  return { total, share }
}

/**
 * [n, T] the loss of each group in equal parts at the responses of it that have tokens, so that a mean over tokens gives
 * the mean over groups; 0 for groups of one class. `score` is the mean log-ratio, `label` 1 where the advantage is
 * positive, `weight` how hard the response is pulled, all [n, 1]. Source: ms-swift grpo_trainer, loss_type real (3602360).
 */
export function realLoss(tf: Tf, tensors: TensorsWith<'group'>, tau: number) {
  const { now, oldLogp, advantage, group, length } = tensors
  const score = rowMean(tf, tf.sub<Tensor2D>(now.logp, oldLogp), tensors)
  const label = indicator(tf, tf.greater(advantage, 0))
  const other = tf.sub<Tensor2D>(1, label)
  const scaled = tf.div<Tensor2D>(score, tau)
  const down = softplusOver(tf, scaled, other, group)
  const up = softplusOver(tf, tf.neg(scaled), label, group)
  const same = siblings(tf, group)
  const count = (marks: Tensor2D) => tf.matMul<Tensor2D>(same, marks)
  const decided = tf.logicalAnd(tf.greater(count(label), 0), tf.greater(count(other), 0))
  const filled = indicator(tf, tf.greater(length, 0))
  const part = tf.div<Tensor2D>(tf.mul(filled, indicator(tf, decided)), tf.maximum(count(filled), 1))
  const loss = meanOverGroups(tf, tf.mul(tf.add<Tensor2D>(down.total, up.total), part), group, tensors)
  const weight = tf.mul<Tensor2D>(tf.add(down.share, up.share), indicator(tf, decided))
  return { loss, explain: { score, label, weight } }
}
