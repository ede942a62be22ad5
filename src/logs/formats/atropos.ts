/**
 * Atropos: `data/{env}.jsonl`, one line per group. `masks` holds -100 where a token is not trained; advantages, where an
 * environment gives them, are per token.
 * Source: atroposlib 0.4.0, envs/base.py `handle_send_to_api`, `ScoredDataGroup`.
 */

import type { Fields } from '../exchange-fields.ts'
import type { LogFormat, LogRow } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { creditCells, cutSequence, idsFrom, tokenColumn } from '../tokens.ts'
import { listFrom, others, splitChat } from '../values.ts'

/** Field of a member by that of the group, which lists one per member. */
const members = [
  'tokens',
  'masks',
  'scores',
  'advantages',
  'messages',
  'inference_logprobs',
  'ref_logprobs',
  'distill_logprobs',
]

function rowOf(fields: Fields, group: string): LogRow {
  const { json } = fields
  const ids = idsFrom(fields, 'tokens')
  const masks = ids && tokenColumn(fields, 'masks', ids.length)
  const shared = { ...splitChat(json.messages), group, reward: rewardFrom(fields, 'scores') }
  if (!ids || !masks) return shared
  const column = (field: string) => tokenColumn(fields, field, ids.length)
  const mask = masks.map(value => Number(value !== -100))
  const columns = {
    samplerLogp: column('inference_logprobs'),
    refLogp: column('ref_logprobs'),
    credit: column('advantages'),
  }
  const { promptIds, tokenIds, cells } = cutSequence({ ids, mask, columns })
  const credit = cells.credit?.map(Number)
  return {
    ...shared,
    promptKey: promptIds.join(' '),
    tokenIds,
    cells: { ...cells, ...creditCells(credit, cells.mask?.map(Number)) },
  }
}

export default {
  id: 'atropos',
  title: 'Atropos groups',
  framework: 'atropos',
  groupsOfFile: true,
  sniff: ({ records: [first] }) =>
    first && ['tokens', 'masks', 'scores'].every(field => Array.isArray(first[field])) ? 0.95 : 0,
  rows: fields => {
    const { json } = fields
    const count = listFrom(json.scores)?.length ?? 0
    return Array.from({ length: count }, (_, k) => {
      const own = members.flatMap(field => {
        const values = listFrom(json[field])
        return values ? [[field, values[k]]] : []
      })
      return { ...rowOf(fields.with(Object.fromEntries(own)), `${fields.line}`), extra: others(json, members) }
    })
  },
} satisfies LogFormat
