/**
 * NeMo-RL: `train_data_step{n}.jsonl` and `val_data_step{n}.jsonl`. A line is a sample, and every value a list of
 * length 1. Tokens are the whole sequence with its padding; `token_loss_mask` tells the policy's, `input_lengths` where
 * the padding begins. The file has no ids of groups.
 * Source: NeMo-RL 7ea279a, utils/logger.py `log_batched_dict_as_jsonl`, algorithms/grpo.py.
 */
import type { Fields, Json } from '../exchange-fields.ts'
import type { LogFormat, LogRow } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { creditCells, cutSequence, idsFrom, tokenColumn } from '../tokens.ts'
import { integerFrom, listFrom, others, textFrom, unwrapped } from '../values.ts'

const perToken = ['token_ids', 'token_loss_mask', 'advantages', 'generation_logprobs', 'prev_logprobs']
const known = ['content', 'rewards', 'input_lengths', 'idx', ...perToken]

function sequenceOf(fields: Fields): LogRow {
  const all = idsFrom(fields, 'token_ids')
  const mask = all && tokenColumn(fields, 'token_loss_mask', all.length)
  if (!all || !mask) return {}
  const length = integerFrom(fields.json.input_lengths) ?? all.length
  const column = (field: string) => tokenColumn(fields, field, all.length)?.slice(0, length)
  const samplerLogp = column('generation_logprobs')
  const ids = all.slice(0, length)
  const own = mask.slice(0, length)
  const columns = { samplerLogp, oldLogp: column('prev_logprobs'), credit: column('advantages') }
  const { tokenIds, cells, promptIds } = cutSequence({ ids, mask: own, columns })
  const credit = cells.credit?.filter(value => typeof value === 'number')
  return {
    tokenIds,
    cells: { ...cells, ...creditCells(credit, cells.mask?.map(Number)) },
    promptKey: ids.slice(0, generatedFrom(own, samplerLogp) ?? promptIds.length).join(' '),
  }
}

/** Where the sampler's own tokens begin, even where the mask leaks into the prompt, whose log-probabilities are 0. */
const generatedFrom = (mask: readonly number[], samplerLogp?: readonly number[]): number | undefined => {
  const at = samplerLogp?.findIndex((value, t) => value !== 0 && mask[t] !== 0) ?? -1
  return at < 0 ? undefined : at
}

const isWrapped = (first: Json): boolean =>
  ['content', 'rewards'].every(field => listFrom(first[field])?.length === 1) && 'idx' in first

export default {
  id: 'nemo-rl',
  title: 'NeMo-RL train and validation data',
  framework: 'nemo-rl',
  sniff: ({ records: [first] }) => (first && isWrapped(first) ? 0.95 : 0),
  rows: fields => {
    const json = Object.fromEntries(Object.entries(fields.json).map(([field, value]) => [field, unwrapped(value)]))
    const row = fields.with(json)
    return [
      {
        ...sequenceOf(row),
        response: textFrom(json.content),
        reward: rewardFrom(row, 'rewards'),
        extra: others(json, known),
      },
    ]
  },
} satisfies LogFormat
