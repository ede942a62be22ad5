/** Pairs as rows of a loss. `tf` is an argument: this file imports only its types. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { fail } from '../fail.ts'
import type { PairTensors, Tf, TokenTensors } from '../method.ts'

/** The pairs of these rows; a batch that was given none cannot be trained on. */
export const pairsOf = ({ pairs }: Pick<TokenTensors, 'pairs'>): PairTensors =>
  pairs ?? fail('objective', 'pairs of responses', 'none', 'Run the pairing of the method before its objective.')

/** [pairs, n] 1 at the row that each pair names: a product, because a gather has no gradient on every backend. */
const marks = (tf: Tf, rows: PairTensors['chosen'], count: number): Tensor2D =>
  // Cast afterwards: the WASM backend writes whole numbers into a one-hot tensor of any type.
  tf.cast<Tensor2D>(tf.oneHot(rows, count) as Tensor2D, 'float32')

/** [pairs, k] of the chosen and of the rejected responses, from values per response [n, k]; gradients flow. */
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

/** [pairs, 1] in rising order. Which stands where is no matter of gradients, so that those of the values flow. */
export function ascending(tf: Tf, values: Tensor2D, detached: Tensor2D): Tensor2D {
  const count = values.shape[0]
  if (count < 2) return values
  const other = tf.transpose<Tensor2D>(detached)
  const earlier = tf.greater(tf.expandDims(tf.range(0, count), 1), tf.range(0, count))
  const before = tf.logicalOr(tf.greater(detached, other), tf.logicalAnd(tf.equal(detached, other), earlier))
  const rank = tf.sum(tf.cast(before, 'int32'), 1)
  return tf.matMul<Tensor2D>(
    tf.cast<Tensor2D>(tf.oneHot(tf.cast(rank as Tensor1D, 'int32'), count) as Tensor2D, 'float32'),
    values,
    true,
  )
}
