/**
 * The one place where a loss is built: by training, by the command line and by the golden tests.
 *
 *     loss = aggregate(mask * weight * objective) + regularisers
 */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { pieces } from '../core/math.ts'
import type { SlotContext, TensorNeed, Term, Tf, TokenTensors } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { indicator } from '../core/rows.ts'
import { filled, type ResolvedMethod } from './resolve.ts'

export interface Loss {
  readonly loss: Scalar
  /** Diagnostics of the objective and of the terms, [n, T] or [n, 1]; intermediate tensors, to be kept by whoever wants to read them. */
  readonly explain: Readonly<Record<string, Tensor2D>>
}

/** Differentiable parts that these parameters leave switched on. */
const activeParts = ({ objective, weighting, regularisers }: ResolvedMethod, params: ParamValues) =>
  objective
    ? [objective.part, weighting, ...regularisers.map(({ part }) => part)].filter(part => part.active(params))
    : []

/** Every optional tensor that the loss reads under these parameters: what the engine must compute and a log must hold. */
export const tensorNeeds = (method: ResolvedMethod, params: ParamValues): readonly TensorNeed[] => [
  ...new Set([
    ...activeParts(method, params).flatMap(part => [...part.needs, ...part.also(params)]),
    ...(method.aggregation?.part.also(params) ?? []),
  ]),
]

/**
 * The scalar to be minimised. `params` holds a value for every key of `method.specs`; `tensors` come from
 * `joinTensors`. Micro-batches that divide by their own counts are cut here, rows in order, and their losses averaged:
 * the same gradient as if theirs were accumulated. Those that divide by the whole's counts add up to the uncut loss, so
 * nothing is cut; where `params` says nothing of micro-batches, neither; nor pairs, for a cut would tear them.
 */
export function buildLoss(
  tf: Tf,
  method: ResolvedMethod,
  params: ParamValues,
  tensors: TokenTensors,
  context: SlotContext,
): Loss {
  const rows = tensors.mask.shape[0]
  const count = params.microNormalise === 'each' ? Math.min(Number(params.microBatches), rows) : 1
  if (count <= 1 || tensors.pairs) return lossOf(tf, method, params, tensors, context)
  const losses = pieces(rows, count).map(([from, to]) =>
    lossOf(tf, method, params, rowsOf(tf, tensors, from, to), context),
  )
  const names = Object.keys(losses[0]?.explain ?? {})
  const joined = (name: string): Tensor2D => tf.concat(losses.flatMap(({ explain }) => explain[name] ?? []))
  return {
    loss: tf.div<Scalar>(tf.addN(losses.map(({ loss }) => loss)), count),
    explain: Object.fromEntries(names.map(name => [name, joined(name)])),
  }
}

/** Some rows of every tensor. Counts of a whole, where there are some, are left behind. */
function rowsOf(tf: Tf, { whole: _, now, ...data }: TokenTensors, from: number, to: number): TokenTensors {
  const cut = <T extends object>(record: T): T => {
    const entries = Object.entries(record).map(([key, value]) => [
      key,
      value instanceof tf.Tensor ? tf.slice(value, from, to - from) : value,
    ])
    return Object.fromEntries(entries)
  }
  return { ...cut(data), now: cut(now) }
}

/** Regularisers that return [n, T] are aggregated as the objective is. */
function lossOf(
  tf: Tf,
  method: ResolvedMethod,
  params: ParamValues,
  tensors: TokenTensors,
  context: SlotContext,
): Loss {
  const { weighting, regularisers } = method
  const [objective, aggregation] = [filled(method, 'objective'), filled(method, 'aggregation')]
  const weightAsLog = objective.part.takesWeight(params)
  const levelled: TokenTensors = { ...tensors, oneRatio: objective.part.oneRatio(params), weightAsLog }
  const made = weighting.active(params) ? weighting.compute(tf, levelled, params, context) : undefined
  const [weight, logWeight] = weightAsLog ? [undefined, made] : [made, undefined]
  const aggregateOver = (perToken: Tensor2D, own: TokenTensors): Scalar =>
    aggregation.part.compute(tf, tf.mul<Tensor2D>(perToken, own.mask), own, params)
  const aggregate = (perToken: Tensor2D): Scalar => aggregateOver(perToken, tensors)
  const given = logWeight ? { ...tensors, logWeight } : tensors
  const { loss, acting, counted, explain = {} } = objective.part.compute(tf, given, params, context)
  const within = counted ? without(tf, tensors, counted) : tensors
  const main = weight
    ? aggregateOver(
        tf.mul<Tensor2D>(loss, weight),
        params.samplerEffect === 'drop' ? without(tf, within, weight) : within,
      )
    : aggregateOver(loss, within)
  const seen = acting ? { ...levelled, acting } : levelled
  const added = regularisers
    .filter(({ part }) => part.active(params))
    .map(({ part }) => part.compute(tf, seen, params, context))
    .map(result => ('term' in result ? result : { term: result, explain: {} }))
  const terms = added.map(({ term }) => (isScalar(term) ? term : aggregate(term)))
  return {
    loss: terms.reduce((total, term) => tf.add<Scalar>(total, term), main),
    explain: Object.assign({}, explain, weight && { samplerWeight: weight }, ...added.map(one => one.explain)),
  }
}

/** The tensors without the tokens that weigh 0: averages do not count them. */
function without(tf: Tf, tensors: TokenTensors, weight: Tensor2D): TokenTensors {
  const { whole: _, ...own } = tensors
  const mask = tf.mul<Tensor2D>(tensors.mask, indicator(tf, tf.greater(weight, 0)))
  return { ...own, mask, length: tf.sum<Tensor2D>(mask, 1, true) }
}

const isScalar = (term: Term): term is Scalar => term.rank === 0
