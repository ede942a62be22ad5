/**
 * From the ragged columns of a Batch to the padded arrays of an objective. Padding exists only here and in the kernels:
 * [n, T], T = the longest of the given rollouts, 0 wherever the mask is 0.
 */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import { type Batch, lengths, maskOf, requireColumns, tokenCount } from '../core/batch.ts'
import { columnSpecs, isColumn } from '../core/columns.ts'
import { fail, unreachable } from '../core/fail.ts'
import { detach } from '../core/formulas/surrogate.ts'
import { sum } from '../core/math.ts'
import type {
  DataColumn,
  PairTensors,
  PresentTensors,
  TensorNeed,
  Tf,
  TokenTensors,
  WholeCounts,
} from '../core/method.ts'
import { type Pairs, pairsAmong } from '../core/pairs.ts'
import { scoredRows } from '../core/scored.ts'

export interface Padding {
  /** Rollouts in the order of the tensors' rows: a minibatch, or all. */
  readonly rows: readonly number[]
  /** Padded length. */
  readonly width: number
}

/** `rows` omitted: all rollouts that something could score. The others are nobody's sibling, and nothing trains on them. */
export function paddingOf(batch: Batch, rows?: readonly number[]): Padding {
  const chosen = rows ?? scoredRows(batch)
  return { rows: chosen, width: Math.max(1, ...chosen.map(i => tokenCount(batch, i))) }
}

/** [rows * width * each] a column of `each` values per token, row by row; 0 beyond a rollout's end. */
export function pad(batch: Batch, { rows, width }: Padding, values: Float32Array, each = 1): Float32Array {
  const result = new Float32Array(rows.length * width * each)
  rows.forEach((i, row) => {
    result.set(values.subarray(batch.tokenStart[i]! * each, batch.tokenStart[i + 1]! * each), row * width * each)
  })
  return result
}

/** The inverse of `pad` for all rollouts: [T] from [n * width]. */
export function unpad(batch: Batch, { rows, width }: Padding, padded: ArrayLike<number>): Float32Array {
  const result = new Float32Array(batch.token.length)
  rows.forEach((i, row) => {
    for (let t = 0; t < tokenCount(batch, i); t++) result[batch.tokenStart[i]! + t] = padded[row * width + t]!
  })
  return result
}

/** [n] tokens of each rollout that a loss reads. */
export const trainedLengths = (batch: Batch): Float32Array =>
  lengths({ ...batch, mask: batch.trained ?? maskOf(batch) })

/** What one update sees in all: rollouts that nothing could score count, though nothing trains on them. */
export function countsOf(batch: Batch): WholeCounts {
  const own = trainedLengths(batch)
  const filled = own.filter(length => length > 0).length
  const { width } = paddingOf(batch, Array.from(own.keys()))
  return {
    tokens: Math.max(1, sum(own)),
    rollouts: Math.max(1, filled),
    empty: batch.rollouts - filled,
    longest: width,
  }
}

/** What an update knows beforehand. `oldLogp` is absent when the batch has no such column. */
export type BatchTensors = Omit<TokenTensors, 'now' | 'oldLogp'> & {
  readonly oldLogp?: Tensor2D
  readonly needs: readonly TensorNeed[]
}

export interface TensorOptions extends Pick<TokenTensors, 'maxResponse' | 'whole'> {
  /** A minibatch, as indices of rollouts; omitted: all that have a reward. */
  readonly rows?: readonly number[]
}

const ofPolicy: readonly TensorNeed[] = ['entropy', 'meanLogp', 'value', 'logits']

/** True where a need is a column of the batch, and not something that the policy says now. */
export const isColumnNeed = (need: TensorNeed): need is DataColumn => !ofPolicy.includes(need) && isColumn(need)

/**
 * The data of a batch, or of some of its rollouts, as tensors; the caller disposes of them. `needs` comes from
 * `tensorNeeds` in loss.ts. Fails when a column that they stand for is absent.
 */
export function batchTensors(
  tf: Tf,
  where: string,
  batch: Batch,
  needs: readonly TensorNeed[],
  options: TensorOptions = {},
): BatchTensors {
  const padding = paddingOf(batch, options.rows)
  const { rows, width } = padding
  const ones = new Float32Array(batch.token.length).fill(1)
  const mask = pad(batch, padding, batch.trained ?? batch.mask ?? ones)
  const perToken = (values: Float32Array): Tensor2D =>
    tf.tensor2d(
      pad(batch, padding, values).map((value, at) => (mask[at] === 0 ? 0 : value)),
      [rows.length, width],
    )
  const perRollout = (values: ArrayLike<number>): Tensor2D => tf.tensor2d(Float32Array.from(values), [rows.length, 1])
  const length = rows.map((_, row) =>
    mask.subarray(row * width, (row + 1) * width).reduce((sum, kept) => sum + kept, 0),
  )
  const tensorOf = (column: DataColumn, values: Float32Array): Tensor2D | Tensor3D => {
    const { extent } = columnSpecs[column]
    switch (extent) {
      case 'token':
        return perToken(values)
      case 'rollout':
        return perRollout(rows.map(i => values[i]!))
      case 'group':
        return perRollout(rows.map(i => values[batch.group[i]!]!))
      case 'next': {
        const each = values.length / batch.token.length
        return tf.tensor3d(pad(batch, padding, values, each), [rows.length, width, each])
      }
    }
    return unreachable(extent, `tensors.${column}`)
  }
  const columns = needs.filter(isColumnNeed).flatMap(column => {
    // A batch without the mean of then is at its first update: the present one stands in, in `joinTensors`.
    if (column === 'oldMeanLogp' && !batch.oldMeanLogp) return []
    return [[column, tensorOf(column, requireColumns(batch, where, [column])[column])]]
  })
  return {
    needs,
    mask: tf.tensor2d(mask, [rows.length, width]),
    length: perRollout(length),
    ...estimatesOf(where, batch, perToken, values => perRollout(rows.map(i => values[i]!))),
    ...(batch.pairs && { pairs: pairTensors(tf, pairsAmong(batch.pairs, rows)) }),
    ...(needs.includes('group') && { group: perRollout(rows.map(i => batch.group[i]!)) }),
    ...(needs.includes('reward') && { reward: perRollout(rows.map(i => batch.reward[i]!)) }),
    ...(batch.oldLogp && { oldLogp: perToken(batch.oldLogp) }),
    ...(options.maxResponse !== undefined && { maxResponse: options.maxResponse }),
    ...(options.whole && { whole: options.whole }),
    ...Object.fromEntries(columns),
  }
}

/** Objectives of pairs read neither: both are 0 for them. */
function estimatesOf(
  where: string,
  batch: Batch,
  perToken: (values: Float32Array) => Tensor2D,
  perRollout: (values: Float32Array) => Tensor2D,
): Pick<TokenTensors, 'advantage' | 'credit'> {
  const none = { advantage: new Float32Array(batch.rollouts), credit: new Float32Array(batch.token.length) }
  const { advantage, credit } = batch.pairs ? none : requireColumns(batch, where, ['advantage', 'credit'])
  return { advantage: perRollout(advantage), credit: perToken(credit) }
}

const pairTensors = (tf: Tf, { chosen, rejected, weight }: Pairs): PairTensors => ({
  chosen: tf.tensor1d(chosen, 'int32'),
  rejected: tf.tensor1d(rejected, 'int32'),
  weight: tf.tensor2d(weight, [weight.length, 1]),
})

/**
 * Both halves as a slot sees them: the batch, and what the policy says now, with gradients (policy/policy.ts). The
 * policy's statistics at masked places become 0, whatever it left there.
 */
export function joinTensors(tf: Tf, where: string, data: BatchTensors, policy: PresentTensors): TokenTensors {
  const { needs, oldLogp, oldMeanLogp, ...known } = data
  const live = tf.greater(data.mask, 0)
  const none = tf.zerosLike(data.mask)
  const masked = (values: Tensor2D): Tensor2D => tf.where(live, values, none)
  const demand = <T>(need: TensorNeed, values: T | undefined): T =>
    values ?? fail(where, `the policy's "${need}"`, 'none', 'Choose a policy or a log that provides it.')
  const logp = masked(policy.logp)
  const meanLogp = needs.includes('meanLogp') ? masked(demand('meanLogp', policy.meanLogp)) : undefined
  return {
    ...known,
    now: {
      logp,
      ...(needs.includes('entropy') && { entropy: masked(demand('entropy', policy.entropy)) }),
      ...(needs.includes('value') && { value: masked(demand('value', policy.value)) }),
      ...(needs.includes('logits') && { logits: demand('logits', policy.logits) }),
      ...(meanLogp && { meanLogp }),
    },
    oldLogp: oldLogp ?? detach(tf, logp),
    ...(needs.includes('oldMeanLogp') && { oldMeanLogp: oldMeanLogp ?? detach(tf, demand('oldMeanLogp', meanLogp)) }),
  }
}
