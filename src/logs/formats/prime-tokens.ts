/**
 * prime-rl's token export: `token_exports/step_{n}/rank_{r}.jsonl`, one packed sequence per line with everything per
 * token, but no reward and no group: sequences of one prompt belong together.
 * Source: prime-rl 559b447, trainer/rl/token_export.py.
 */
import type { LogFormat } from '../format.ts'
import { creditCells, cutSequence, idsFrom, tokenColumn } from '../tokens.ts'
import { flagsOf, integerFrom, others } from '../values.ts'

const used = [
  'token_ids',
  'position_ids',
  'loss_mask',
  'advantages',
  'inference_logprobs',
  'trainer_logprobs',
  'entropy',
  'step',
]
/** What follows from the others. */
const derived = [
  'mismatch_kl',
  'log_importance_ratio',
  'importance_ratio',
  'prob_delta',
  'rl_weights',
  'ce_weights',
  'ref_kl_weights',
]

export default {
  id: 'prime-tokens',
  title: 'prime-rl token export',
  framework: 'prime-rl',
  beside: /(^|\/)STABLE$/,
  sniff: ({ records: [first] }) =>
    first && 'token_ids' in first && 'trainer_logprobs' in first && 'loss_mask' in first ? 0.95 : 0,
  rows: fields => {
    const { json } = fields
    const ids = idsFrom(fields, 'token_ids')
    const mask = flagsOf(json.loss_mask)
    if (!ids || mask?.length !== ids.length) return []
    const column = (field: string) => tokenColumn(fields, field, ids.length)
    const columns = {
      samplerLogp: column('inference_logprobs'),
      oldLogp: column('trainer_logprobs'),
      oldEntropy: column('entropy'),
      credit: column('advantages'),
    }
    const { promptIds, tokenIds, cells } = cutSequence({ ids, mask, columns })
    const credit = cells.credit?.map(Number)
    return [
      {
        iteration: integerFrom(json.step),
        promptKey: promptIds.join(' '),
        tokenIds,
        cells: { ...cells, ...creditCells(credit, cells.mask?.map(Number)) },
        extra: others(json, [...used, ...derived]),
      },
    ]
  },
} satisfies LogFormat
