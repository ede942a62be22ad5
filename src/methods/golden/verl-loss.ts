/** verl's policy losses: all take the same arguments and report the same metrics. */
import type { ParamValues } from '../../core/params.ts'
import {
  type GoldenCase,
  type GoldenFamily,
  keepSide,
  type LossOf,
  lossOf,
  maskedMean,
  matrix,
  number,
  settings,
  text,
} from './harness.ts'

interface VerlLoss {
  readonly file: string
  readonly ignored?: GoldenFamily['ignored']
  readonly id: string
  /** Which verl; omitted: the one of 2025. */
  readonly convention?: 'verl' | 'verl-b178a3c'
  readonly params: (given: GoldenCase['params']) => ParamValues
  /** verl reports the mean of the log-ratio within this limit; 0: as it is. */
  readonly driftLimit: number
  /** Ratios at which the loss has a corner. */
  readonly edges?: (given: GoldenCase['params']) => readonly number[]
  /** Share of tokens in `actor/pg_clipfrac`: a mark per token. */
  readonly clipped?: (got: LossOf, mask: number[][]) => number[][]
  readonly more?: (
    got: LossOf,
    mask: number[][],
    logRatio: number[][],
    c: GoldenCase,
  ) => Readonly<Record<string, unknown>>
}

/** Sum of marks per token; those of whole responses stand at each of their tokens. */
export const marks = (got: LossOf, mask: number[][], names: readonly string[]): number[][] =>
  mask.map((row, i) =>
    row.map((_, t) =>
      names.reduce((total, name) => total + (got.explain[name]![i]![t] ?? got.explain[name]![i]![0]!), 0),
    ),
  )

export const verlLoss = ({
  file,
  ignored,
  id,
  convention = 'verl-b178a3c',
  params,
  driftLimit,
  edges,
  clipped,
  more,
}: VerlLoss): GoldenFamily => ({
  file,
  ...(ignored && { ignored }),
  run: c => {
    const mask = matrix(c.inputs.response_mask)
    const oldLogp = matrix(c.inputs.old_log_prob)
    const logp = keepSide(matrix(c.inputs.log_prob), oldLogp, edges?.(c.params) ?? [])
    const columns = { logp, oldLogp, credit: matrix(c.inputs.advantages) }
    const got = lossOf(id, settings(id, convention, params(c.params)), { mask, columns })
    const logRatio = logp.map((row, i) => row.map((x, t) => x - oldLogp[i]![t]!))
    const limit = driftLimit || Number.POSITIVE_INFINITY
    const drift = logRatio.map(row => row.map(x => Math.max(-limit, Math.min(limit, -x))))
    return {
      loss: got.loss,
      grad_log_prob: got.gradient.logp,
      metrics: {
        'actor/pg_clipfrac': clipped ? maskedMean(mask, clipped(got, mask)) : 0,
        'actor/ppo_kl': maskedMean(mask, drift),
        'actor/pg_clipfrac_lower': 0,
      },
      ...more?.(got, mask, logRatio, c),
    }
  },
})

export const clipsOf = (given: GoldenCase['params']) => ({
  clipLow: number(given.clip_ratio_low),
  clipHigh: number(given.clip_ratio_high),
})

export const aggregationOf = (given: GoldenCase['params']) => ({ aggregation: text(given.loss_agg_mode) })
