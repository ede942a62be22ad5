/** What several adapters of one trainer read alike. */
import { fixed, meaning } from './harness.ts'

/** SkyRL's reductions; its mean over responses counts empty ones. */
export const skyrlReduction = (value: unknown) => ({
  aggregation: meaning(value, {
    token_mean: 'token-mean',
    sequence_mean: 'seq-mean-token-mean',
    seq_mean_token_sum_norm: 'seq-mean-token-sum-norm',
    prompt_mean: 'prompt-mean',
  }),
  emptyRows: 'count',
})

/** TRL's num_items_in_batch: the tokens of the batch, by which its loss is divided. */
export const trlTokens = (value: unknown): void => fixed('num_items_in_batch', value, 'sum of response_mask')
