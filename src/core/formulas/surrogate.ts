/** Pieces that differentiable slots share. `tf` is an argument: this file imports only its types. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Formula, Tf, TokenTensors } from '../method.ts'
import { choice, number, type ParamSpecs } from '../params.ts'
import { indicator, rowMean } from '../rows.ts'

/** The same numbers without gradient: sg(x) in formulas. */
export const detach = <T extends Tensor>(tf: Tf, x: T): T =>
  tf.customGrad<T>(() => ({ value: tf.clone(x), gradFunc: () => [] }))()

/**
 * exp(logp - oldLogp). The log-ratio is held within +-limit, where its gradient ends too; 0 means no limit.
 * verl clamps at 20 (core_algos.compute_policy_loss_vanilla, b178a3c), TRL does not.
 */
export function ratioOf(tf: Tf, logp: Tensor2D, oldLogp: Tensor2D, limit: number): Tensor2D {
  const difference = tf.sub<Tensor2D>(logp, oldLogp)
  return tf.exp(limit > 0 ? tf.clipByValue(difference, -limit, limit) : difference)
}

/** Whether each token has its own ratio or a response has one, the geometric mean: TRL's importance_sampling_level. */
export const levelParam = choice({
  label: 'Ratio of',
  options: ['token', 'response'],
  default: 'token',
  trl: 'token',
  meaning: { token: 'each token', response: 'the response: the geometric mean of its tokens’ ratios' },
})
export type Level = 'token' | 'response'

/** [n, T] or [n, 1] on that level; `limit` bounds the log-ratio there, as in `ratioOf`. Gradients flow. */
export function levelRatio(tf: Tf, tensors: TokenTensors, level: Level, limit: number): Tensor2D {
  const { now, oldLogp } = tensors
  if (level === 'token') return ratioOf(tf, now.logp, oldLogp, limit)
  const mean = rowMean(tf, tf.sub<Tensor2D>(now.logp, oldLogp), tensors)
  return ratioOf(tf, mean, tf.zerosLike(mean), limit)
}

/**
 * [n, T] the response's geometric mean by value, each token's own log-probability by gradient: GSPO-token. `limit` bounds
 * the log-ratio from above, where the gradient ends too; 0 is no limit. Source: arXiv 2507.18071 equations 14 and 15; verl
 * core_algos.compute_policy_loss_gspo (b178a3c).
 */
export function responseRatioAtTokens(tf: Tf, tensors: TokenTensors, limit: number): Tensor2D {
  const { now, oldLogp, mask } = tensors
  const mean = detach(tf, rowMean(tf, tf.sub<Tensor2D>(now.logp, oldLogp), tensors))
  const own = tf.add<Tensor2D>(tf.sub(now.logp, detach(tf, now.logp)), mean)
  return tf.mul<Tensor2D>(tf.exp(limit > 0 ? tf.minimum(own, limit) : own), mask)
}

export interface Clips {
  readonly clipLow: number
  readonly clipHigh: number
  /** Largest |loss| / |credit| where the credit is negative; 0 is off. */
  readonly dualClip: number
}

/**
 * PPO's clipped surrogate, max(-A r, -A clip(r, 1-low, 1+high)), at most -A c where A < 0. Shapes broadcast: the ratio
 * may be [n, T] or [n, 1]. Source: verl core_algos.compute_policy_loss_vanilla (b178a3c); arXiv 1707.06347, 1912.09729.
 * `clippedLow`, `clippedHigh` and `clippedDual` mark with 1 the tokens whose gradient that clip removed.
 */
export function clippedSurrogate(tf: Tf, ratio: Tensor2D, credit: Tensor2D, { clipLow, clipHigh, dualClip }: Clips) {
  const low = 1 - clipLow
  const high = 1 + clipHigh
  const plain = tf.neg(tf.mul(credit, ratio))
  const clipped = tf.neg(tf.mul(credit, tf.clipByValue(ratio, low, high)))
  const worse = tf.maximum<Tensor2D>(plain, clipped)
  const negative = tf.less(credit, 0)
  const marks = (where: Tensor) => tf.cast<Tensor2D>(where as Tensor2D, 'float32')
  const explain = {
    ratio,
    clippedLow: marks(tf.logicalAnd(negative, tf.less(ratio, low))),
    clippedHigh: marks(tf.logicalAnd(tf.greater(credit, 0), tf.greater(ratio, high))),
  }
  if (dualClip === 0) return { loss: worse, explain }
  const capped = tf.minimum<Tensor2D>(worse, tf.mul(credit, -dualClip))
  return {
    loss: tf.where<Tensor2D>(negative, capped, worse),
    explain: { ...explain, clippedDual: marks(tf.logicalAnd(negative, tf.greater(ratio, dualClip))) },
  }
}

type AllClips = Clips & { readonly logRatioLimit: number }

/** The clipped surrogate with one ratio per token, on its credit: PPO's objective. */
export const tokenSurrogate = (tf: Tf, { now, oldLogp, credit }: TokenTensors, clips: AllClips) =>
  clippedSurrogate(tf, ratioOf(tf, now.logp, oldLogp, clips.logRatioLimit), credit, clips)

/**
 * The clipped surrogate with one ratio per response, of summed log-probabilities, on its advantage. The response's loss
 * stands in equal shares at its tokens, so that their sum is that loss. Source: TRL rloo_trainer._compute_loss (f2cd577).
 */
export function responseSurrogate(tf: Tf, tensors: TokenTensors, clips: AllClips) {
  const { now, oldLogp, advantage, length } = tensors
  const total = (perToken: Tensor2D): Tensor2D => tf.sum(perToken, 1, true)
  const ratio = ratioOf(tf, total(now.logp), total(oldLogp), clips.logRatioLimit)
  const { loss, explain } = clippedSurrogate(tf, ratio, advantage, clips)
  const share = tf.div(loss, tf.maximum(length, 1))
  return { loss: tf.mul<Tensor2D>(share, tf.onesLike(now.logp)), explain }
}

/** What `clippedSurrogate` maximises, before the dual clip. */
export const clippedFormula: Formula = {
  tex: String.raw`\min\bigl(\rho_t \hat A_t,\ \operatorname{clip}(\rho_t,\, 1 - \varepsilon_\mathrm{low},\, 1 + \varepsilon_\mathrm{high})\, \hat A_t\bigr)`,
  symbols: {
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_\\mathrm{low}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_\\mathrm{high}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
}

/** The parameters of `ratioOf` and `clippedSurrogate`, for objectives that are made of them. */
export const clipParams = {
  clipLow: number({
    label: 'Clip low ε',
    default: 0.2,
    paper: 0.2,
    trl: 0.2,
    verl: 0.2,
    min: 0,
    max: 1,
    note: 'A token that should become rarer is not pushed below 1 - ε times its old probability.',
  }),
  clipHigh: number({
    label: 'Clip high ε',
    default: 0.2,
    paper: 0.2,
    trl: 0.2,
    verl: 0.2,
    min: 0,
    max: 10,
    note: 'A token that should become likelier is not pushed above 1 + ε times its old probability.',
  }),
  dualClip: number({
    label: 'Dual clip c',
    default: 3,
    paper: 0,
    trl: 0,
    verl: 3,
    min: 0,
    max: 100,
    aside: true,
    note: 'Bounds the loss of a token with negative credit whose ratio exploded; TRL calls it delta. 0 is off.',
  }),
  logRatioLimit: number({
    label: 'Log-ratio limit',
    default: 20,
    paper: 0,
    trl: 0,
    verl: 20,
    min: 0,
    max: 80,
    aside: true,
    note: 'Keeps the exponential finite; 0 is off.',
  }),
} as const satisfies ParamSpecs

/**
 * Half the squared error of the value head, [n, T]; where the value left its old value by more than the clip, the larger
 * of the errors with and without that move. `clippedValue` marks with 1 the tokens where the latter is the larger, which
 * gives no gradient. Source: verl core_algos.compute_value_loss (b178a3c). Clip 0 is off.
 */
export function clippedValueError(tf: Tf, value: Tensor2D, oldValue: Tensor2D, returns: Tensor2D, clip: number) {
  const plain = tf.square<Tensor2D>(tf.sub(value, returns))
  if (clip === 0) return { error: tf.div<Tensor2D>(plain, 2), clippedValue: tf.zerosLike(plain) }
  const moved = tf.sub<Tensor2D>(value, oldValue)
  const near = tf.square(tf.sub(tf.add(oldValue, tf.clipByValue(moved, -clip, clip)), returns))
  const clippedValue = indicator(tf, tf.logicalAnd(tf.greater(tf.abs(moved), clip), tf.greater(near, plain)))
  return { error: tf.div<Tensor2D>(tf.maximum(plain, near), 2), clippedValue }
}

/** The parameters of a value head's term in the loss. */
export const valueParams = {
  valueCoefficient: number({
    label: 'Value loss weight',
    default: 1,
    paper: 1,
    trl: 0.1,
    verl: 1,
    min: 0,
    max: 10,
    note: 'verl trains the critic as a network of its own; here it shares the trunk.',
  }),
  valueClip: number({
    label: 'Value clip',
    default: 0.5,
    trl: 0.2,
    verl: 0.5,
    min: 0,
    max: 10,
    note: 'How far one update may move a prediction; 0 is off.',
  }),
} as const satisfies ParamSpecs

/** Whether each token has a ratio of its own or a response has one: the product of its tokens' ratios. */
export const ratioOverParam = choice({
  label: 'Ratio over',
  options: ['token', 'response'],
  default: 'token',
  meaning: { token: 'one ratio per token', response: 'one per response: the product of its tokens’' },
})
