/** Losses of a pair. Source: TRL DPOTrainer.dpo_loss (14ef1ab), DPOTrainer._compute_loss (f2cd577), under their names. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../method.ts'
import { ascending } from './pair-rows.ts'
import { detach } from './surrogate.ts'

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
  'aot',
  'aot_unpaired',
] as const
export type PreferenceLoss = (typeof preferenceLosses)[number]

export interface PreferenceSettings {
  readonly beta: number
  /** Share of pairs taken to be labelled the wrong way round: of `sigmoid`, `robust`, `exo_pair` and both `aot`. */
  readonly smoothing: number
}

/** [pairs, 1] each. */
export interface PairValues {
  /** Log-ratios to the reference of the chosen and of the rejected response. */
  readonly a: Tensor2D
  readonly b: Tensor2D
  /** By how much the chosen one leads: a - b, or a difference of scores made of them. */
  readonly h: Tensor2D
  /** By how much it leads in log-probability, now and under the reference. */
  readonly now: Tensor2D
  readonly before: Tensor2D
}

/** Of EXO, in whose loss the logarithm of the share of wrong labels stands. */
const leastSmoothing = 1e-3

/** Of DiscoPOP, by which it passes from the one loss to the other. */
const discoverySoftness = 0.05

export function preferenceLoss(
  tf: Tf,
  kind: PreferenceLoss,
  { a, b, h, now, before }: PairValues,
  { beta, smoothing }: PreferenceSettings,
): Tensor2D {
  const scaled = (value: Tensor2D) => tf.mul<Tensor2D>(value, beta)
  const [x, chosen, rejected] = [scaled(h), scaled(a), scaled(b)]
  const won = tf.softplus(tf.neg(x)) // -log sigma(x)
  const lost = tf.softplus(x) // -log sigma(-x)
  const sorted = (values: Tensor2D) => ascending(tf, values, detach(tf, values))
  const between = (one: Tensor2D, two: Tensor2D): Tensor2D => {
    const apart = scaled(tf.sub<Tensor2D>(sorted(one), sorted(two)))
    return tf.add(tf.mul(tf.softplus(tf.neg(apart)), 1 - smoothing), tf.mul(tf.softplus(apart), smoothing))
  }
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
    case 'aot':
      return between(now, before)
    case 'aot_unpaired':
      return between(a, b)
  }
}

export const divergences = ['reverse_kl', 'forward_kl', 'js_divergence', 'alpha_divergence'] as const

/** What the exponent of the alpha divergence is bounded by. */
const largestExponent = 80

/** [pairs, 1] score of a log-ratio under a divergence: the derivative of its generator f at the ratio. */
export function divergenceScore(
  tf: Tf,
  kind: (typeof divergences)[number],
  logRatio: Tensor2D,
  alpha: number,
): Tensor2D {
  switch (kind) {
    case 'reverse_kl':
      return logRatio
    case 'forward_kl':
      return tf.sub<Tensor2D>(1, tf.exp(tf.neg(logRatio)))
    case 'js_divergence':
      return tf.sub<Tensor2D>(Math.LN2, tf.softplus(tf.neg(logRatio)))
    case 'alpha_divergence': {
      if (Math.abs(alpha - 1) < 1e-6) return logRatio
      const power = tf.minimum<Tensor2D>(tf.mul(logRatio, alpha - 1), largestExponent)
      return tf.div<Tensor2D>(tf.sub<Tensor2D>(tf.exp(power), 1), alpha - 1)
    }
  }
}
