/** Differentiable pieces about whole responses, pairs of them, and the ranks of tokens. `tf` is an argument here too. */
import type { Scalar, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import type { Tf, TokenTensors } from './method.ts'

/** [n, 1] sum over a response's tokens of values that are 0 where the mask is. */
export const rowSum = (tf: Tf, perToken: Tensor2D): Tensor2D => tf.sum<Tensor2D>(perToken, 1, true)

/** [n, 1] their mean; 0 for a response without tokens. */
export const rowMean = (tf: Tf, perToken: Tensor2D, { length }: Pick<TokenTensors, 'length'>): Tensor2D =>
  tf.div<Tensor2D>(rowSum(tf, perToken), tf.maximum(length, 1))

/** [n, T] a number per response, at each of its tokens. */
export const toTokens = (tf: Tf, perRow: Tensor2D, { mask }: Pick<TokenTensors, 'mask'>): Tensor2D =>
  tf.mul<Tensor2D>(perRow, mask)

/** [n, T, T] 1 where the column's token is generated and of the row's segment. */
function sameSegment(tf: Tf, segment: Tensor2D, mask: Tensor2D): Tensor3D {
  const equal = tf.equal(tf.expandDims(segment, 2), tf.expandDims(segment, 1))
  return tf.mul<Tensor3D>(tf.cast<Tensor3D>(equal as Tensor3D, 'float32'), tf.expandDims(mask, 1))
}

const totalOver = (tf: Tf, same: Tensor3D, perToken: Tensor2D): Tensor2D =>
  tf.squeeze<Tensor2D>(tf.matMul(same, tf.expandDims<Tensor3D>(perToken, 2)), [2])

/** [n, T] sum of a value over the tokens of the same segment of the same response; 0 where the mask is 0. */
export const segmentSum = (tf: Tf, perToken: Tensor2D, segment: Tensor2D, mask: Tensor2D): Tensor2D =>
  tf.mul<Tensor2D>(totalOver(tf, sameSegment(tf, segment, mask), perToken), mask)

/** [n, T] its mean. */
export function segmentMean(tf: Tf, perToken: Tensor2D, segment: Tensor2D, mask: Tensor2D): Tensor2D {
  const same = sameSegment(tf, segment, mask)
  const total = totalOver(tf, same, perToken)
  return tf.mul<Tensor2D>(tf.div(total, tf.maximum(tf.sum(same, 2), 1)), mask)
}

/** [n, T] a value at the next generated token of the same response, 0 behind the last; masked tokens are passed over. */
export function nextGenerated(tf: Tf, perToken: Tensor2D, mask: Tensor2D): Tensor2D {
  const number = tf.cumsum<Tensor2D>(mask, 1)
  const follows = tf.equal(tf.expandDims(number, 1), tf.expandDims(tf.add(number, 1), 2)) // [n, T, T]: column after row
  const next = tf.mul<Tensor3D>(tf.cast<Tensor3D>(follows as Tensor3D, 'float32'), tf.expandDims(mask, 1))
  return tf.squeeze<Tensor2D>(tf.matMul(next, tf.expandDims<Tensor3D>(perToken, 2)), [2])
}

/** [n, T] 1 at the first generated token of each response. */
export const firstGenerated = (tf: Tf, mask: Tensor2D): Tensor2D =>
  tf.mul<Tensor2D>(indicator(tf, tf.equal(tf.cumsum(mask, 1), 1)), mask)

/** 1 where a condition holds. */
export const indicator = (tf: Tf, condition: Tensor): Tensor2D => tf.cast<Tensor2D>(condition as Tensor2D, 'float32')

/** [n, n] 1 where two rows answer the same problem, the diagonal included. */
export const siblings = (tf: Tf, group: Tensor2D): Tensor2D => indicator(tf, tf.equal(group, tf.transpose(group)))

/** [n, 1] mean over each row's group of a value per row; gradients flow. */
export function groupMean(tf: Tf, group: Tensor2D, perRow: Tensor2D): Tensor2D {
  const same = siblings(tf, group)
  return tf.div<Tensor2D>(tf.matMul(same, perRow), tf.sum(same, 1, true))
}

/** [n, n] difference of a value per row: row minus column. */
export const differences = (tf: Tf, perRow: Tensor2D): Tensor2D => tf.sub<Tensor2D>(perRow, tf.transpose(perRow))

/** What a mean over responses divides by: to be multiplied by where the mean is to be over something else. */
export const averagedRows = ({ mask, whole }: Pick<TokenTensors, 'mask' | 'whole'>): number =>
  whole?.rollouts ?? mask.shape[0]

const last = -1e30

/**
 * [n, T] place of each eligible token, 0 for the largest value; beyond all of them elsewhere. Ties go to the earlier
 * token. `values` must be detached: sorting has no gradient.
 */
export function places(tf: Tf, values: Tensor2D, eligible: Tensor2D): Tensor2D {
  const flat = tf.reshape(tf.where(tf.greater(eligible, 0), values, last), [-1])
  const order = tf.topk(flat, flat.size).indices
  // Sorting the order again inverts it.
  const place = tf.topk(tf.neg(tf.cast(order, 'float32')), flat.size).indices
  const count = flat.size
  return tf.where(
    tf.greater(eligible, 0),
    tf.reshape<Tensor2D['rankType']>(tf.cast(place, 'float32'), values.shape),
    count,
  )
}

/** [n, T] 1 for the `count` eligible tokens of the largest values. */
export const largest = (tf: Tf, values: Tensor2D, eligible: Tensor2D, count: Scalar): Tensor2D =>
  tf.mul<Tensor2D>(indicator(tf, tf.less(places(tf, values, eligible), count)), eligible)

/** The value below which a share q of the masked values lies, linearly interpolated; without gradient, as `places`. */
export function maskedQuantile(tf: Tf, values: Tensor2D, mask: Tensor2D, q: number): Scalar {
  const flat = tf.reshape(tf.where(tf.greater(mask, 0), values, last), [-1])
  const sorted = tf.topk(flat, flat.size).values
  const at = tf.mul<Scalar>(tf.maximum(tf.sub(tf.sum(mask), 1), 0), 1 - q)
  const low = tf.floor(at)
  const valueAt = (index: Scalar): Scalar => tf.squeeze(tf.gather(sorted, tf.reshape(tf.cast(index, 'int32'), [1])))
  const [above, below] = [valueAt(low), valueAt(tf.ceil(at))]
  return tf.add<Scalar>(above, tf.mul(tf.sub(below, above), tf.sub(at, low)))
}

/** [n, T] product of the deviations of two values from their masked means; 0 where the mask is. verl's Cov losses. */
export function covariance(tf: Tf, a: Tensor2D, b: Tensor2D, mask: Tensor2D): Tensor2D {
  const count = tf.maximum(tf.sum(mask), 1)
  const deviation = (x: Tensor2D) => tf.sub(x, tf.div(tf.sum(tf.mul(x, mask)), count))
  return tf.mul<Tensor2D>(tf.mul(deviation(a), deviation(b)), mask)
}

/**
 * [n, T] a loss per pair of siblings [n, n], at the tokens of its first response, so that a mean over all responses of
 * their mean token gives the mean over unordered pairs.
 */
export function meanOverPairs(
  tf: Tf,
  perPair: Tensor2D,
  group: Tensor2D,
  tensors: Pick<TokenTensors, 'mask' | 'whole'>,
): Tensor2D {
  const other = tf.sub<Tensor2D>(siblings(tf, group), tf.eye(group.shape[0]))
  const pairs = tf.maximum(tf.div(tf.sum(other), 2), 1)
  const perRow = tf.sum<Tensor2D>(tf.mul(perPair, other), 1, true)
  return toTokens(tf, tf.div<Tensor2D>(tf.mul(perRow, averagedRows(tensors)), pairs), tensors)
}

/**
 * [n, T] 1 for all tokens but the largest of the eligible ones: these are left out until the mean of the eligible that stay
 * is at most `limit`; all of them if need be. `strict`: below the limit, and one eligible token stays whatever its value.
 * Ties: the earlier token stays. `values` must be detached.
 */
export function keptByMean(tf: Tf, values: Tensor2D, eligible: Tensor2D, limit: number, strict = false): Tensor2D {
  const place = places(tf, tf.neg(values), eligible) // 0 for the smallest
  const flat = tf.reshape(tf.where(tf.greater(eligible, 0), values, -last), [-1])
  const rising = tf.neg(tf.topk(tf.neg(flat), flat.size).values)
  const means = tf.div(tf.cumsum(rising), tf.range(1, flat.size + 1))
  const within = strict ? tf.less(means, limit) : tf.lessEqual(means, limit)
  const at = tf.cast(tf.minimum(place, flat.size - 1), 'int32')
  const stays = tf.gather(tf.cast(within, 'float32'), tf.reshape(at, [-1]))
  const kept = tf.reshape<Tensor2D['rankType']>(stays, values.shape)
  const first = strict ? indicator(tf, tf.equal(place, 0)) : tf.zerosLike(values)
  return tf.maximum<Tensor2D>(tf.maximum(kept, first), tf.sub(1, eligible))
}

/** Groups of which some rows are here. */
export const groupCount = (tf: Tf, group: Tensor2D): Scalar =>
  tf.sum<Scalar>(tf.div(1, tf.sum(siblings(tf, group), 1, true)))

/**
 * [n, T] a loss per response [n, 1], at its tokens, so that a mean over all tokens gives the mean over groups of what the
 * responses of each lose together. Responses without tokens carry nothing.
 */
export function meanOverGroups(
  tf: Tf,
  perRow: Tensor2D,
  group: Tensor2D,
  tensors: Pick<TokenTensors, 'mask' | 'length'>,
): Tensor2D {
  const each = tf.div(tf.maximum(tf.sum(tensors.mask), 1), tf.maximum(groupCount(tf, group), 1))
  return toTokens(tf, tf.div<Tensor2D>(tf.mul(perRow, each), tf.maximum(tensors.length, 1)), tensors)
}
