/** The house's aggregations, against verl agg_loss (b178a3c, 0.9.1) and SkyRL's loss reductions (a956457). */
import type { Convention, ParamValues } from '../core/params.ts'
import { type GoldenCase, type GoldenFamily, lossOf, matrix, number, settings, text } from './golden/harness.ts'

interface Given {
  readonly loss: number[][]
  readonly mask: number[][]
  readonly group?: number[]
}

/** REINFORCE with credit -1 and logp = L has L itself as its loss per token: what is left is the aggregation. */
const aggregated = (
  { loss, mask, group }: Given,
  params: ParamValues,
  whole?: { readonly tokens: number; readonly rollouts: number },
) =>
  lossOf(
    'reinforce',
    params,
    { mask, ...(group && { group }), columns: { logp: loss, credit: loss.map(row => row.map(() => -1)) } },
    whole ? { whole } : {},
  )

const times = (rows: readonly number[][] = [], factor: number): number[][] =>
  rows.map(row => row.map(value => value * factor))

/** `dp_size` ranks average their gradients afterwards: verl multiplies by their number where it sums. */
function ofVerl({ inputs, params }: GoldenCase, convention: Convention) {
  const ranks = number(params.dp_size ?? 1)
  const mode = text(params.loss_agg_mode)
  const tokens = number(params.batch_num_tokens ?? 0) / ranks
  const rollouts = number(params.global_batch_size ?? 0) / ranks
  const values = settings('reinforce', convention, {
    aggregation: mode,
    normLength: number(params.loss_scale_factor ?? 0),
  })
  const given = { loss: matrix(inputs.loss_mat), mask: matrix(inputs.loss_mask) }
  const got = aggregated(given, values, tokens > 0 || rollouts > 0 ? { tokens, rollouts } : undefined)
  const factor = mode === 'token-sum' ? ranks : 1
  return { loss: got.loss * factor, grad_loss_mat: times(got.gradient.logp, factor) }
}

const verl = (file: string, convention: Convention): GoldenFamily => ({
  file,
  notRun: ({ outputs }) => {
    if ('error' in outputs) return 'the original refuses ranks without the size of the whole batch'
    return outputs.loss === null ? 'without any token verl divides 0 by 0; here the loss is 0' : undefined
  },
  run: c => ofVerl(c, convention),
})

const modes: Readonly<Record<string, string>> = {
  prompt_mean: 'prompt-mean',
  token_mean: 'token-mean',
  token_mean_legacy: 'token-mean',
  sequence_mean: 'seq-mean-token-mean',
  seq_mean_token_sum_norm: 'seq-mean-token-sum-norm',
}

/** Rows from .. to - 1 are a prompt. */
const groupsOf = (bounds: number[][], rows: number): number[] =>
  Array.from({ length: rows }, (_, i) => bounds.findIndex(([from = 0, to = 0]) => from <= i && i < to))

const skyrl: GoldenFamily = {
  file: 'trainers/aggregation-skyrl',
  run: ({ inputs, params }) => {
    const [loss, mask] = [matrix(inputs.loss_mat), matrix(inputs.loss_mask)]
    const mode = text(params.loss_reduction)
    const size = number(params.micro_batch_size)
    // The legacy form averages over full micro-batches; rows behind the last of them have no part.
    const parts = mode === 'token_mean_legacy' ? Math.floor(loss.length / size) : 1
    const rows = mode === 'token_mean_legacy' ? parts * size : loss.length
    const group = params.prompt_boundaries === null ? undefined : groupsOf(matrix(params.prompt_boundaries), rows)
    const values = settings('reinforce', 'skyrl', {
      aggregation: modes[mode] ?? mode,
      normLength: number(params.max_seq_len),
    })
    const got = aggregated(
      { loss: loss.slice(0, rows), mask: mask.slice(0, rows), ...(group && { group }) },
      { ...values, microBatches: parts, microNormalise: 'each' },
    )
    const silent = loss.slice(rows).map(row => row.map(() => 0))
    return { loss: got.loss, grad_loss_mat: [...(got.gradient.logp ?? []), ...silent] }
  },
}

export default [
  verl('core/verl-agg-loss', 'verl-b178a3c'),
  verl('trainers/aggregation-verl-0.9.1', 'verl'),
  skyrl,
] satisfies readonly GoldenFamily[]
