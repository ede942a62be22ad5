/**
 * Trust regions in which a token may move by so much probability, whatever its ratio: DPPO and its relatives. `tf` is an
 * argument: this file imports only its types.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { ObjectiveResult, Tf, TokenTensors } from '../method.ts'
import { choice, number, type ParamSpecs, type Values } from '../params.ts'
import { indicator } from '../rows.ts'
import { clipParams, detach, ratioOf } from './surrogate.ts'

/** The policy that moves are measured from. */
export const anchorParam = choice({
  label: 'Moves are measured against',
  options: ['sampler', 'start'],
  default: 'sampler',
  meaning: {
    sampler: 'the policy that drew the tokens, as it recorded them',
    start: 'the policy at the start of the update',
  },
})

/** [n, T] log-probabilities under the anchor. */
export const anchorLogp = ({ oldLogp, samplerLogp }: TokenTensors, anchor: 'sampler' | 'start'): Tensor2D =>
  anchor === 'sampler' ? (samplerLogp ?? oldLogp) : oldLogp

/** What an objective with an anchor needs beside the policy at the start. */
export const anchorNeeds = ({ anchor }: { readonly anchor: 'sampler' | 'start' }) =>
  anchor === 'sampler' ? (['samplerLogp'] as const) : []

/** prime-rl's two additions, by which its losses differ from those of others. */
const extraParams = {
  creditWeight: number({
    label: 'Weight of the credit',
    default: 1,
    min: 0,
    max: 10,
    aside: true,
    note: 'Multiplies every credit; prime-rl calls it adv_tau.',
  }),
  pullBack: number({
    label: 'Pull back k',
    default: 0,
    paper: 0,
    trl: 0,
    verl: 0,
    by: { skyrl: 0, 'prime-rl': 1e-3 },
    min: 0,
    max: 10,
    scale: 'log',
    note: 'Weight of the squared log-ratio, at tokens outside the region too; prime-rl calls it kl_tau.',
  }),
} as const satisfies ParamSpecs

export const regionParams = {
  anchor: { ...anchorParam, paper: 'sampler', verl: 'start', by: { skyrl: 'sampler', 'trl-f2cd577': 'sampler' } },
  ratioForm: choice({
    label: 'Gradient through',
    options: ['log-probability', 'ratio'],
    default: 'log-probability',
    paper: 'log-probability',
    verl: 'log-probability',
    by: { skyrl: 'ratio', 'prime-rl': 'ratio', 'trl-f2cd577': 'log-probability' },
    meaning: {
      'log-probability': 'the ratio, cut at c, is a constant weight of the log-probability',
      ratio: 'the ratio itself is differentiated; beyond c its gradient is 0',
    },
  }),
  ratioCap: number({
    label: 'Largest ratio c',
    default: 20,
    paper: 20,
    verl: 3,
    by: { skyrl: 0, 'prime-rl': 0, 'trl-f2cd577': 20 },
    min: 0,
    max: 1000,
    scale: 'log',
    note: 'The weight of a token is at most this; 0 is no bound.',
  }),
  logRatioLimit: { ...clipParams.logRatioLimit, by: { skyrl: 20, 'prime-rl': 0, 'trl-f2cd577': 0 } },
  ...extraParams,
} as const satisfies ParamSpecs

/** Parameters of a region without directions: prime-rl's. */
export const springParams = { anchor: { ...anchorParam, by: { 'prime-rl': 'sampler' } }, ...extraParams } as const

/** How far one update, or all since the token was drawn, has moved it; [n, T] each. */
export interface Move {
  readonly ratio: Tensor2D
  readonly logRatio: Tensor2D
  /** Probability now, and under the anchor. */
  readonly probability: Tensor2D
  readonly anchorProbability: Tensor2D
}

/** `limit` as that of `ratioOf`. Probabilities are data: without gradient. */
export function moveOf(tf: Tf, tensors: TokenTensors, anchor: 'sampler' | 'start', limit: number): Move {
  const { now, mask } = tensors
  const from = anchorLogp(tensors, anchor)
  const probabilityOf = (logp: Tensor2D): Tensor2D => detach(tf, tf.mul<Tensor2D>(tf.exp(logp), mask))
  return {
    ratio: ratioOf(tf, now.logp, from, limit),
    logRatio: tf.sub(now.logp, from),
    probability: probabilityOf(now.logp),
    anchorProbability: probabilityOf(from),
  }
}

/**
 * [n, T] KL divergence between "this token or another" under the anchor and now, in nats, without gradient. 1e-8 keeps
 * the logarithm of a certain token's rest finite, as in verl and SkyRL.
 */
export function binaryKl(tf: Tf, { logRatio, probability, anchorProbability: q }: Move): Tensor2D {
  const rest = (of: Tensor2D): Tensor2D => tf.log(tf.add<Tensor2D>(tf.sub(1, of), 1e-8))
  const others = tf.mul(tf.sub(1, q), tf.sub(rest(q), rest(probability)))
  return detach(tf, tf.sub<Tensor2D>(others, tf.mul(q, logRatio)))
}

/** Where a token has left the region: upwards with positive credit, downwards with any other. */
export interface Left {
  readonly high: Tensor
  readonly low: Tensor
}

/**
 * The loss of tokens inside the region, and the pull of all: -kept * w * A * log p, or -kept * ratio * A, plus k times the
 * squared log-ratio. Source: verl core_algos.compute_policy_loss_dppo_tv and _kl (0.9.1), SkyRL ppo_utils.dppo_policy_loss
 * (a956457), prime-rl trainer/rl/loss.py default_loss_fn (559b447), TRL experimental dppo_trainer (23eedc6).
 */
export function regionLoss(
  tf: Tf,
  { now, credit }: TokenTensors,
  { ratio, logRatio, anchorProbability }: Move,
  left: Left,
  params: Pick<Values<typeof regionParams>, 'ratioForm' | 'ratioCap' | 'creditWeight' | 'pullBack'>,
): ObjectiveResult & { readonly explain: Readonly<Record<string, Tensor2D>> } {
  const praised = tf.greater(credit, 0)
  const clippedHigh = indicator(tf, tf.logicalAnd(praised, left.high))
  const clippedLow = indicator(tf, tf.logicalAnd(tf.logicalNot(praised), left.low))
  const kept = tf.sub<Tensor2D>(1, tf.add(clippedHigh, clippedLow))
  const weight = params.ratioCap > 0 ? tf.minimum<Tensor2D>(ratio, params.ratioCap) : ratio
  const pushed = params.ratioForm === 'ratio' ? weight : tf.mul<Tensor2D>(detach(tf, weight), now.logp)
  const push = tf.mul<Tensor2D>(tf.mul(kept, tf.mul(credit, params.creditWeight)), pushed)
  const pull = tf.mul<Tensor2D>(tf.square(logRatio), params.pullBack)
  return {
    loss: tf.sub<Tensor2D>(pull, push),
    explain: { ratio, weight, kept, anchorProbability, clippedLow, clippedHigh },
  }
}
