/**
 * Losses of a pair from the log-ratios to the reference of its chosen (a) and rejected response (b), [pairs, 1]; h = a - b.
 * Source: TRL DPOTrainer.dpo_loss (14ef1ab), DPOTrainer._compute_loss (f2cd577), under their names.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../method.ts'

export const preferenceLosses = [
  'sigmoid',
  'robust',
  'exo_pair',
  'hinge',
  'ipo',
  'nca_pair',
  'sppo_hard',
  'apo_zero',
  'apo_down',
  'bco_pair',
  'discopop',
] as const
export type PreferenceLoss = (typeof preferenceLosses)[number]

export interface PreferenceSettings {
  readonly beta: number
  /** Share of pairs taken to be labelled the wrong way round: of `sigmoid`, `robust` and `exo_pair`. */
  readonly smoothing: number
}

/** Of EXO, in whose loss the logarithm of the share of wrong labels stands. */
const leastSmoothing = 1e-3

/** Of DiscoPOP, by which it passes from the one loss to the other. */
const discoverySoftness = 0.05

export function preferenceLoss(
  tf: Tf,
  kind: PreferenceLoss,
  a: Tensor2D,
  b: Tensor2D,
  { beta, smoothing }: PreferenceSettings,
): Tensor2D {
  const h = tf.sub<Tensor2D>(a, b)
  const scaled = (value: Tensor2D) => tf.mul<Tensor2D>(value, beta)
  const [x, chosen, rejected] = [scaled(h), scaled(a), scaled(b)]
  const won = tf.softplus(tf.neg(x)) // -log sigma(x)
  const lost = tf.softplus(x) // -log sigma(-x)
  switch (kind) {
    case 'sigmoid':
      return tf.add(tf.mul(won, 1 - smoothing), tf.mul(lost, smoothing))
    case 'robust':
      return tf.div(tf.sub(tf.mul(won, 1 - smoothing), tf.mul(lost, smoothing)), 1 - 2 * smoothing)
    case 'exo_pair': {
      const wrong = smoothing === 0 ? leastSmoothing : smoothing
      const forward = tf.mul<Tensor2D>(tf.sigmoid(x), tf.sub(tf.neg(won), Math.log(1 - wrong)))
      return tf.add(forward, tf.mul(tf.sigmoid(tf.neg(x)), tf.sub(tf.neg(lost), Math.log(wrong))))
    }
    case 'hinge':
      return tf.relu(tf.sub(1, x))
    case 'ipo':
      return tf.square(tf.sub(h, 1 / (2 * beta)))
    case 'nca_pair': {
      const down = tf.mul<Tensor2D>(tf.add(tf.softplus(chosen), tf.softplus(rejected)), 0.5)
      return tf.add(tf.softplus(tf.neg(chosen)), down)
    }
    case 'bco_pair':
      return tf.add(tf.softplus(tf.neg(chosen)), tf.softplus(rejected))
    case 'sppo_hard':
      return tf.add(tf.square(tf.sub(a, 0.5 / beta)), tf.square(tf.add(b, 0.5 / beta)))
    case 'apo_zero':
      return tf.add(tf.sub<Tensor2D>(1, tf.sigmoid(chosen)), tf.sigmoid(rejected))
    case 'apo_down':
      return tf.add(tf.sigmoid(chosen), tf.sub<Tensor2D>(1, tf.sigmoid(x)))
    case 'discopop': {
      const share = tf.sigmoid(tf.div<Tensor2D>(x, discoverySoftness))
      return tf.add(tf.mul(won, tf.sub<Tensor2D>(1, share)), tf.mul(tf.exp(tf.neg(x)), share))
    }
  }
}
