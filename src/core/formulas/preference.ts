/** Preferences between siblings as differentiable losses. `tf` is an argument: this file imports only its types. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf, TokenTensors } from '../method.ts'
import { number } from '../params.ts'
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

export const preferenceParams = {
  dpoBeta: number({
    label: 'DPO β',
    default: 0.1,
    paper: 0.1,
    trl: 0.1,
    min: 0.001,
    max: 10,
    scale: 'log',
    note: 'Price of a nat of distance from the reference; large holds the policy back.',
  }),
} as const

/** The judge of tokens that fills the column `contrast`. */
export const judgeParams = {
  contrastSharpness: number({
    label: 'Sharpness of the judge',
    default: 4,
    min: 0,
    max: 100,
    scale: 'log',
    note: 'How far the judged policies are tilted towards reward; 0 makes the judge blind.',
  }),
  contrastNoise: number({
    label: 'Share of tokens it misreads',
    default: 0.1,
    min: 0,
    max: 1,
    note: 'Its verdict on such a token has the wrong sign.',
  }),
}
