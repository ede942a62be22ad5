/** Preferences between siblings as differentiable losses. `tf` is an argument: this file imports only its types. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf, TokenTensors } from '../method.ts'
import { averagedRows, differences, indicator, rowSum, siblings } from '../rows.ts'

/** [n, n] 1 where the row's response earned more than the column's, which answers the same problem. */
export const preferred = (tf: Tf, reward: Tensor2D, group: Tensor2D): Tensor2D =>
  tf.mul<Tensor2D>(indicator(tf, tf.greater(reward, tf.transpose(reward))), siblings(tf, group))

/** [n, 1] DPO's implicit reward: beta times the log-ratio of the whole response to the reference. */
export const implicitReward = (
  tf: Tf,
  { now, refLogp }: Pick<TokenTensors, 'now'> & { refLogp: Tensor2D },
  beta: number,
) => tf.mul<Tensor2D>(rowSum(tf, tf.sub<Tensor2D>(now.logp, refLogp)), beta)

/** [n, n] -log sigmoid of how far the row leads the column. arXiv 2305.18290. */
export const preferenceLoss = (tf: Tf, reward: Tensor2D): Tensor2D => tf.softplus(tf.neg(differences(tf, reward)))

/** [n, 1] a loss per preferred pair, at the better response, so that a mean over all responses is the mean over the pairs. */
export function overPreferences(
  tf: Tf,
  perPair: Tensor2D,
  better: Tensor2D,
  tensors: Pick<TokenTensors, 'mask' | 'whole'>,
): Tensor2D {
  const pairs = tf.maximum(tf.sum<Scalar>(better), 1)
  return tf.div<Tensor2D>(tf.mul(tf.sum(tf.mul(perPair, better), 1, true), averagedRows(tensors)), pairs)
}
