/** Pairs from a group, and pairs as rows of a loss. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { type Batch, groupMembers } from '../../core/batch.ts'
import { fail } from '../../core/fail.ts'
import { preferenceLosses } from '../../core/formulas/pair-losses.ts'
import type { Pairs, PairTensors, Prefer, Tf, TokenTensors } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { scoredRows } from '../../core/scored.ts'

export const pairLoss = choice({
  label: 'Loss of a pair',
  options: preferenceLosses,
  default: 'sigmoid',
  paper: 'sigmoid',
  trl: 'sigmoid',
  meaning: {
    sigmoid: 'logistic; smoothing makes it conservative DPO',
    robust: 'logistic, unbiased where that share of labels is wrong',
    exo_pair: 'EXO: reverse KL to the smoothed label',
    hinge: 'SLiC: nothing once the margin reaches 1/β',
    ipo: 'IPO: squared distance of the margin to 1/(2β)',
    nca_pair: 'NCA: each response against the reference',
    sppo_hard: 'SPPO: each log-ratio to its own target ±1/(2β)',
    apo_zero: 'APO: the chosen up, the rejected down',
    apo_down: 'APO: both down, the rejected more',
    bco_pair: 'BCO: chosen and rejected told apart one by one, without its running mean',
    discopop: 'DiscoPOP: between logistic and exponential',
  },
})

/** [n] chance to beat a sibling drawn at random; NaN where there is none or nothing was scored. */
export function winRates(batch: Batch, prefer: Prefer): Float32Array {
  const scored = new Set(scoredRows(batch))
  const result = new Float32Array(batch.rollouts).fill(Number.NaN)
  for (const members of groupMembers(batch)) {
    const own = members.filter(i => scored.has(i))
    if (own.length < 2) continue
    for (const i of own) {
      result[i] = own.reduce((sum, j) => sum + (i === j ? 0 : prefer(i, j)), 0) / (own.length - 1)
    }
  }
  return result
}

/** Of each group the response that wins most and the one that wins least; none where all win alike. Ties: the earlier. */
export function extremes(batch: Batch, rate: Float32Array): Pairs {
  const found = groupMembers(batch).flatMap(members => {
    const own = members.filter(i => !Number.isNaN(rate[i]!))
    if (own.length === 0) return []
    const best = own.reduce((top, i) => (rate[i]! > rate[top]! ? i : top))
    const worst = own.reduce((low, i) => (rate[i]! < rate[low]! ? i : low))
    return rate[best]! > rate[worst]! ? [{ best, worst }] : []
  })
  return {
    chosen: Int32Array.from(found, ({ best }) => best),
    rejected: Int32Array.from(found, ({ worst }) => worst),
    weight: new Float32Array(found.length).fill(1),
  }
}

/** The pairs of these rows; a batch that was given none cannot be trained on. */
export const pairsOf = ({ pairs }: Pick<TokenTensors, 'pairs'>): PairTensors =>
  pairs ?? fail('objective', 'pairs of responses', 'none', 'Run the pairing of the method before its objective.')

/** [pairs, n] 1 at the row that each pair names: a product, because a gather has no gradient on every backend. */
const marks = (tf: Tf, rows: PairTensors['chosen'], count: number): Tensor2D =>
  // Cast afterwards: the WASM backend writes whole numbers into a one-hot tensor of any type.
  tf.cast<Tensor2D>(tf.oneHot(rows, count) as Tensor2D, 'float32')

/** [pairs, 1] of the chosen and of the rejected responses, from a value per response [n, 1]; gradients flow. */
export const sides = (tf: Tf, perRow: Tensor2D, { chosen, rejected }: PairTensors): [Tensor2D, Tensor2D] => [
  tf.matMul<Tensor2D>(marks(tf, chosen, perRow.shape[0]), perRow),
  tf.matMul<Tensor2D>(marks(tf, rejected, perRow.shape[0]), perRow),
]

/**
 * [n, T] a loss per pair at the tokens of its chosen response, so that the sum over all tokens is the mean over pairs of
 * loss times weight.
 */
export function toChosen(
  tf: Tf,
  perPair: Tensor2D,
  { chosen, weight }: PairTensors,
  { mask, length }: Pick<TokenTensors, 'mask' | 'length'>,
): Tensor2D {
  const perRow = tf.matMul<Tensor2D>(marks(tf, chosen, mask.shape[0]), tf.mul<Tensor2D>(perPair, weight), true)
  const each = tf.div<Tensor2D>(perRow, tf.mul(tf.maximum(length, 1), Math.max(1, chosen.size)))
  return tf.mul<Tensor2D>(each, mask)
}
