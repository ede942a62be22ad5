/** How much one token counts in the loss: the aggregations, computed beside each other. */
import { type Batch, groupMembers, lengths, spread } from '../../core/batch.ts'
import { pick, sum } from '../../core/math.ts'
import { type Aggregation, aggregations } from '../../core/method.ts'

export interface AggregationSettings {
  /** Divisor of `seq-mean-token-sum-norm`; 0 takes `longest`. */
  readonly normLength: number
  /** Longest response that the task allows; where nobody knows, as in a log, the batch's longest stands for it. */
  readonly longest: number | undefined
  readonly emptyRows: 'skip' | 'count'
  readonly normRows: 'one' | 'responses'
}

export interface TokenWeight {
  readonly aggregation: Aggregation
  readonly weight: number
  /** The fraction as it is computed, e.g. `1/1184` or `1/(18·64)`. */
  readonly fraction: string
}

export function aggregationSettings(
  params: Readonly<Record<string, number | string>>,
  longest: number | undefined,
): AggregationSettings {
  return {
    normLength: typeof params.normLength === 'number' ? params.normLength : 0,
    longest,
    emptyRows: params.emptyRows === 'count' ? 'count' : 'skip',
    normRows: params.normRows === 'one' ? 'one' : 'responses',
  }
}

/** Denominators of one token's loss, as whole-number factors. */
function denominators(
  batch: Batch,
  settings: AggregationSettings,
): (aggregation: Aggregation, row: number) => number[] {
  const own = lengths(batch)
  const total = Math.max(1, sum(own))
  const rows = settings.emptyRows === 'count' ? batch.rollouts : Math.max(1, own.filter(length => length > 0).length)
  const prompts = groupMembers(batch).map(members => sum(pick(own, members)))
  const counted =
    settings.emptyRows === 'count' ? prompts.length : Math.max(1, prompts.filter(tokens => tokens > 0).length)
  const width = settings.normLength || (settings.longest ?? Math.max(1, ...own))
  return (aggregation, row) => {
    switch (aggregation) {
      case 'token-mean':
        return [total]
      case 'token-sum':
        return [1]
      case 'seq-mean-token-sum':
        return [rows]
      case 'seq-mean-token-mean':
        return [Math.max(1, own[row]!), rows]
      case 'seq-mean-token-sum-norm':
        return settings.normRows === 'one' ? [width] : [width, rows]
      case 'prompt-mean':
        return [Math.max(1, prompts[batch.group[row]!]!), counted]
    }
  }
}

const fractionOf = (factors: readonly number[]): string => {
  if (factors.length > 1) return `1/(${factors.join('·')})`
  return factors[0] === 1 ? '1' : `1/${factors[0]}`
}

const product = (factors: readonly number[]): number => factors.reduce((total, factor) => total * factor, 1)

/**
 * d loss / d (loss of one token) of rollout `row`, for each aggregation.
 * Source: verl core_algos.agg_loss (0.9.1); the gradient with respect to the token losses is these weights.
 */
export function aggregationWeights(batch: Batch, row: number, settings: AggregationSettings): TokenWeight[] {
  const factorsOf = denominators(batch, settings)
  return aggregations.map(aggregation => {
    const factors = factorsOf(aggregation, row)
    return { aggregation, weight: 1 / product(factors), fraction: fractionOf(factors) }
  })
}

/** [T] the weight of every token under one aggregation; 0 where the mask is 0. */
export function tokenWeights(batch: Batch, aggregation: Aggregation, settings: AggregationSettings): Float32Array {
  const factorsOf = denominators(batch, settings)
  const perRollout = Array.from({ length: batch.rollouts }, (_, row) => 1 / product(factorsOf(aggregation, row)))
  return spread(batch, perRollout)
}
