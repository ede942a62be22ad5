/**
 * slime and miles: a row per sample, as `dashboard_columns/*.parquet` of miles or a converted debug dump. Tokens are the
 * whole sequence; `response_length` and per-token columns are of the response.
 * Source: slime 624b824 and miles 31f1ca9, utils/types.py `Sample`.
 */
import type { LogFormat } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { creditCells, idsFrom, tokenColumn } from '../tokens.ts'
import { chatText, integerFrom, objectFrom, others, textFrom } from '../values.ts'

const columnsOf = {
  samplerLogp: ['rollout_log_probs'],
  oldLogp: ['log_probs', 'old_log_probs'],
  refLogp: ['ref_log_probs'],
  teacherLogp: ['teacher_log_probs'],
  oldValue: ['values'],
  mask: ['loss_mask'],
} as const
const known = [
  'group_index',
  'prompt',
  'tokens',
  'response',
  'response_length',
  'reward',
  'advantages',
  'status',
  'rollout_id',
]

export default {
  id: 'slime',
  title: 'slime and miles samples',
  framework: 'slime',
  sniff: ({ records: [first] }) => (first && 'group_index' in first && 'response_length' in first ? 0.9 : 0),
  rows: fields => {
    const { json } = fields
    const all = idsFrom(fields, 'tokens')
    const length = integerFrom(json.response_length) ?? all?.length ?? 0
    const tokenIds = all && all.length >= length ? all.slice(all.length - length) : undefined
    const column = (names: readonly string[]) => names.map(name => tokenColumn(fields, name, length)).find(Boolean)
    const held = Object.entries(columnsOf).flatMap(([name, names]) => {
      const values = tokenIds && column(names)
      return values ? [[name, values]] : []
    })
    const status = textFrom(json.status) ?? textFrom(objectFrom(json.status).value)
    return [
      {
        iteration: integerFrom(json.rollout_id),
        group: textFrom(json.group_index),
        prompt: chatText(json.prompt),
        response: textFrom(json.response),
        tokenIds,
        reward: rewardFrom(fields, 'reward') ?? Number.NaN,
        cells: {
          ...Object.fromEntries(held),
          ...(tokenIds && creditCells(tokenColumn(fields, 'advantages', length))),
          ...(status !== undefined && { truncated: [Number(status === 'truncated')] }),
        },
        ...(status === 'aborted' && { discarded: 'aborted' }),
        extra: others(json, [...known, ...Object.values(columnsOf).flat()]),
      },
    ]
  },
} satisfies LogFormat
