/** Loss and gradient of a method on a batch whose log-probabilities are known: for logs, the command line, and tests. */
import type { Rank, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Batch, Column } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import type { PresentTensors, SlotContext, Tf } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { checkLoss } from './finite.ts'
import type { ResolvedMethod } from './index.ts'
import { buildLoss, tensorNeeds } from './loss.ts'
import { batchTensors, countsOf, joinTensors, pad, paddingOf, type TensorOptions, unpad } from './tensors.ts'

/** Statistics of the policy that carry gradients, and the columns that stand for each when nothing else is given. */
const leafColumns = {
  logp: ['logp', 'oldLogp'],
  entropy: ['entropy', 'oldEntropy'],
  meanLogp: ['meanLogp', 'oldMeanLogp'],
  value: ['value', 'oldValue'],
} as const satisfies Partial<Record<keyof PresentTensors, readonly Column[]>>
export type Leaf = keyof typeof leafColumns
export const leafNames: readonly Leaf[] = ['logp', 'entropy', 'meanLogp', 'value']

export interface LossGradient {
  readonly loss: number
  /** [T] each, for every statistic that the loss reads; 0 where the mask is 0. */
  readonly gradient: Partial<Record<Leaf, Float32Array>>
  /** The objective's diagnostics: [T], or [n] for those of whole rollouts. */
  readonly explain: Readonly<Record<string, Float32Array>>
}

/** [T] numbers of a leaf; what it was at the start of the update stands in for what it is now: ratio 1. */
function leafOf(batch: Batch, where: string, leaf: Leaf): Float32Array {
  const names: readonly Column[] = leafColumns[leaf]
  const values = names.map(column => batch[column]).find(column => column !== undefined)
  return (
    values ?? fail(where, `column "${names.join('" or "')}"`, 'none', 'Use a log that has it, or set it per token.')
  )
}

/**
 * The loss of `method` and its gradient, on the current TensorFlow.js backend. The batch must hold advantage and credit;
 * `now` overrides the columns as the policy's present statistics. Fails on objectives that read whole logits.
 */
export function objectiveGradient(
  tf: Tf,
  method: ResolvedMethod,
  params: ParamValues,
  batch: Batch,
  context: SlotContext,
  options: TensorOptions & { readonly now?: Partial<Record<Leaf, Float32Array>> } = {},
): LossGradient {
  const where = `${method.method.id}.objective`
  const needs = tensorNeeds(method, params)
  if (needs.includes('logits'))
    fail(where, 'an objective of log-probabilities', 'one of whole logits', 'Train it live.')
  const padding = paddingOf(batch, options.rows)
  const leaves = leafNames.filter(leaf => leaf === 'logp' || needs.includes(leaf))
  const still = () => new Float32Array(batch.token.length)
  if (padding.rows.length === 0)
    return { loss: 0, gradient: Object.fromEntries(leaves.map(leaf => [leaf, still()])), explain: {} }
  const result = tf.tidy(() => {
    const whole = options.whole ?? (!options.rows && padding.rows.length < batch.rollouts ? countsOf(batch) : undefined)
    const data = batchTensors(tf, where, batch, needs, { ...options, ...(whole && { whole }) })
    const given = leaves.map(leaf => {
      const values = pad(batch, padding, options.now?.[leaf] ?? leafOf(batch, where, leaf))
      return tf.where<Tensor2D>(tf.greater(data.mask, 0), tf.tensor2d(values, data.mask.shape), 0)
    })
    const built = (tensors: readonly Tensor2D[]) =>
      buildLoss(tf, method, params, joinTensors(tf, where, data, sideOf(where, leaves, tensors)), context)
    const differentiable = (...tensors: Tensor[]) => {
      // Every leaf enters with weight 0, so that a gradient exists even where the loss ignores it.
      const anchors = tensors.map(x => tf.mul<Scalar>(tf.sum(x), 0))
      return tf.addN([built(tensors.map(x => tf.reshape<Rank.R2>(x, data.mask.shape))).loss, ...anchors])
    }
    const { value, grads } = tf.valueAndGrads(differentiable)(given)
    const ragged = (values: Tensor): Float32Array =>
      values.shape[1] === padding.width
        ? unpad(batch, padding, values.dataSync())
        : perRollout(batch, padding.rows, values.dataSync())
    return {
      loss: value.dataSync()[0] ?? Number.NaN,
      gradient: Object.fromEntries(leaves.map((leaf, k) => [leaf, unpad(batch, padding, grads[k]!.dataSync())])),
      explain: mapValues(built(given).explain, ragged),
    }
  })
  const slopes = Object.values(result.gradient)
  const logp = options.now?.logp ?? leafOf(batch, where, 'logp')
  checkLoss(where, { loss: result.loss, slopes }, { batch, logp, params })
  return result
}

/** [n] from a number per row; 0 for rollouts that are no row. */
function perRollout(batch: Batch, rows: readonly number[], values: ArrayLike<number>): Float32Array {
  const result = new Float32Array(batch.rollouts)
  rows.forEach((i, row) => {
    result[i] = values[row]!
  })
  return result
}

function sideOf(where: string, leaves: readonly Leaf[], tensors: readonly Tensor2D[]): PresentTensors {
  const side: Partial<Record<Leaf, Tensor2D>> = Object.fromEntries(leaves.map((leaf, k) => [leaf, tensors[k]]))
  return { ...side, logp: side.logp ?? fail(where, 'log-probabilities', 'none', 'This is a defect of the playground.') }
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
