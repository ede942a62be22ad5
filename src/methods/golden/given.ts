/** Options of original functions as ours. What ours cannot do fails, so that no case runs under another option's name. */
import { fail } from '../../core/fail.ts'
import { show } from '../../core/show.ts'
import { text } from './harness.ts'

/** Ours for this value of theirs. */
export function translated<T>(table: Readonly<Record<string, T>>, value: unknown): T {
  const name = text(value)
  const ours = Object.hasOwn(table, name) ? table[name] : undefined
  const cure = 'Add a parameter, or say in notRun why there is none.'
  return ours ?? fail('golden', `one of ${Object.keys(table).join(', ')}`, show(value), cure)
}

/** Fails unless the value is one of these: an option that ours has as well, but without a choice. */
export function only(value: unknown, ...allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) {
    fail('golden', `one of ${allowed.map(show).join(', ')}`, show(value), 'Add a parameter for the other value.')
  }
}

/** SkyRL's reductions; its mean over responses counts empty ones. */
export const skyrlReduction = (value: unknown) => ({
  aggregation: translated(
    {
      token_mean: 'token-mean',
      sequence_mean: 'seq-mean-token-mean',
      seq_mean_token_sum_norm: 'seq-mean-token-sum-norm',
    },
    value,
  ),
  emptyRows: 'count',
})

/** TRL's num_items_in_batch: the tokens of the batch, by which its loss is divided. */
export const trlTokens = (value: unknown): void => only(value, 'sum of response_mask')
