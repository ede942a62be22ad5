/** Pieces of CHORD: the weight of imitation over a run, and a mean of each kind of response. `tf` is an argument here too. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf, TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'
import { indicator, rowSum } from '../../core/rows.ts'

export const muParams = {
  muPeak: number({
    label: 'Imitation μ, at most',
    default: 0.1,
    by: { trinity: 0.1 },
    min: 0,
    max: 1,
    note: 'Weight of the demonstrations after the warm-up; the policy’s own responses weigh the rest.',
  }),
  muValley: number({
    label: 'Imitation μ, in the end',
    default: 0.1,
    by: { trinity: 0.1 },
    min: 0,
    max: 1,
    note: 'Weight of the demonstrations after the decay.',
  }),
  muWarmUp: number({
    label: 'Warm-up',
    default: 0,
    by: { trinity: 0 },
    min: 0,
    max: 10_000,
    integer: true,
    note: 'Iterations in which μ rises from 0 to its most.',
  }),
  muDecay: number({
    label: 'Decay',
    default: 0,
    by: { trinity: 0 },
    min: 0,
    max: 10_000,
    integer: true,
    note: 'Iterations in which it then falls along half a cosine.',
  }),
  imitationWeighting: choice({
    label: 'Weigh by doubt',
    options: ['on', 'off'],
    default: 'on',
    by: { trinity: 'on' },
    note: 'Demonstrated tokens count by p (1 - p), or all alike.',
  }),
} as const satisfies ParamSpecs

export const advantageParams = {
  epsilon: number({
    label: 'Epsilon in denominator',
    default: 1e-6,
    min: 0,
    max: 1,
    scale: 'log',
    note: 'Keeps the division finite.',
  }),
} as const satisfies ParamSpecs

const names = ['token-mean', 'seq-mean-token-sum', 'seq-mean-token-mean', 'seq-mean-token-sum-norm'] as const

const means = {
  options: names,
  default: 'token-mean',
  meaning: {
    'token-mean': 'every token weighs the same',
    'seq-mean-token-sum': 'tokens summed, responses averaged',
    'seq-mean-token-mean': 'every response weighs the same',
    'seq-mean-token-sum-norm': 'tokens summed and divided by the longest response that the task allows',
  },
} as const

export const meanParams = {
  ownMean: choice({ label: 'Own responses averaged', ...means }),
  shownMean: choice({ label: 'Demonstrations averaged', ...means }),
} as const satisfies ParamSpecs

type Schedule = Readonly<Record<'muPeak' | 'muValley' | 'muWarmUp' | 'muDecay', number>>

/** Source: Trinity-RFT chord_policy_loss.mu_schedule_function (0.6.0). */
export function muAt(iteration: number, { muPeak, muValley, muWarmUp, muDecay }: Schedule): number {
  if (iteration < muWarmUp) return (iteration / muWarmUp) * muPeak
  const share = muDecay > 0 ? (iteration - muWarmUp) / muDecay : 1
  if (share >= 1) return muValley
  return muValley + (muPeak - muValley) * 0.5 * (1 + Math.cos(Math.PI * share))
}

/** A mean of the loss over the rows that are marked [n, 1] with 1, by one of the four names; 0 where there are none. */
export function meanOf(
  tf: Tf,
  loss: Tensor2D,
  rows: Tensor2D,
  tensors: TokenTensors,
  how: (typeof names)[number],
): Scalar {
  const { length, maxResponse } = tensors
  const perRow = tf.mul<Tensor2D>(rowSum(tf, loss), rows)
  const count = tf.maximum(tf.sum(rows), 1)
  switch (how) {
    case 'token-mean':
      return tf.div(tf.sum(perRow), tf.maximum(tf.sum(tf.mul(length, rows)), 1))
    case 'seq-mean-token-sum':
      return tf.div(tf.sum(perRow), count)
    case 'seq-mean-token-mean':
      return tf.div(tf.sum(tf.div(perRow, tf.maximum(length, 1))), count)
    case 'seq-mean-token-sum-norm':
      return tf.div(tf.sum(perRow), maxResponse ?? loss.shape[1])
  }
}

/** [n, 1] 1 for demonstrations; none where the column is absent. */
export const demonstrations = (tf: Tf, { external, mask }: TokenTensors): Tensor2D =>
  indicator(tf, tf.greater(rowSum(tf, external ?? tf.zerosLike(mask)), 0))
