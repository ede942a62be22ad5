/**
 * The one place where a loss is built: by training, by the command line and by the golden tests.
 *
 *     loss = aggregate(mask * weight * objective) + regularisers
 */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import type { SlotContext, TensorNeed, Term, Tf, TokenTensors } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { indicator } from '../core/rows.ts'
import { filled, type ResolvedMethod } from './resolve.ts'

export interface Loss {
  readonly loss: Scalar
  /** The objective's diagnostics, [n, T] or [n, 1]; intermediate tensors, to be kept by whoever wants to read them. */
  readonly explain: Readonly<Record<string, Tensor2D>>
}

/** Differentiable parts that these parameters leave switched on. */
const activeParts = ({ objective, weighting, regularisers }: ResolvedMethod, params: ParamValues) =>
  objective
    ? [objective.part, weighting, ...regularisers.map(({ part }) => part)].filter(part => part.active(params))
    : []

/** Every optional tensor that the loss reads under these parameters: what the engine must compute and a log must hold. */
export const tensorNeeds = (method: ResolvedMethod, params: ParamValues): readonly TensorNeed[] => [
  ...new Set(activeParts(method, params).flatMap(part => [...part.needs, ...part.also(params)])),
]

/**
 * The scalar to be minimised. `params` holds a value for every key of `method.specs`; `tensors` come from
 * `joinTensors`. Regularisers that return [n, T] are aggregated as the objective is.
 */
export function buildLoss(
  tf: Tf,
  method: ResolvedMethod,
  params: ParamValues,
  tensors: TokenTensors,
  context: SlotContext,
): Loss {
  const { weighting, regularisers } = method
  const [objective, aggregation] = [filled(method, 'objective'), filled(method, 'aggregation')]
  const aggregateOver = (perToken: Tensor2D, own: TokenTensors): Scalar =>
    aggregation.part.compute(tf, tf.mul<Tensor2D>(perToken, own.mask), own, params)
  const aggregate = (perToken: Tensor2D): Scalar => aggregateOver(perToken, tensors)
  const { loss, explain = {} } = objective.part.compute(tf, tensors, params, context)
  const weight = weighting.active(params)
    ? weighting.compute(tf, { ...tensors, oneRatio: objective.part.oneRatio(params) }, params, context)
    : undefined
  const main = weight
    ? aggregateOver(
        tf.mul<Tensor2D>(loss, weight),
        params.samplerEffect === 'drop' ? without(tf, tensors, weight) : tensors,
      )
    : aggregate(loss)
  const terms = regularisers
    .filter(({ part }) => part.active(params))
    .map(({ part }) => part.compute(tf, tensors, params, context))
    .map((term: Term) => (isScalar(term) ? term : aggregate(term)))
  return { loss: terms.reduce((total, term) => tf.add<Scalar>(total, term), main), explain }
}

/** The tensors without the tokens that weigh 0: averages do not count them. */
function without(tf: Tf, tensors: TokenTensors, weight: Tensor2D): TokenTensors {
  const { whole: _, ...own } = tensors
  const mask = tf.mul<Tensor2D>(tensors.mask, indicator(tf, tf.greater(weight, 0)))
  return { ...own, mask, length: tf.sum<Tensor2D>(mask, 1, true) }
}

const isScalar = (term: Term): term is Scalar => term.rank === 0
