/**
 * UNIPO: a header and entries, each a response with everything per token, for a few prompts of a step.
 * Source: UNIPO's documented schema.
 */

import type { Fields } from '../exchange-fields.ts'
import { isObject, type Json } from '../exchange-fields.ts'
import type { LogFormat, LogRow } from '../format.ts'
import { creditCells, idsFrom, tokenColumn } from '../tokens.ts'
import { chatText, integerFrom, listFrom, numberFrom, numbersOf, objectFrom, others, textFrom } from '../values.ts'

const columnsOf = {
  logp: 'log_probs',
  oldLogp: 'old_log_probs',
  refLogp: 'ref_log_probs',
  oldValue: 'values',
  returns: 'returns',
} as const
const known = [
  'ids',
  'strings',
  'advantages',
  'rewards',
  'reward',
  'prompt',
  'response',
  'completion',
  ...Object.values(columnsOf),
]

function rowOf(fields: Fields, header: Json): LogRow {
  const { json } = fields
  const tokenIds = idsFrom(fields, 'ids')
  const strings = listFrom(json.strings)?.map(one => textFrom(one) ?? '')
  const length = tokenIds?.length ?? strings?.length ?? 0
  const held = Object.entries(columnsOf).flatMap(([column, field]) => {
    const values = tokenColumn(fields, field, length)
    return values ? [[column, values]] : []
  })
  const rewards = numbersOf(json.rewards)
  const total = rewards && rewards.length > 0 ? rewards.reduce((sum, value) => sum + value, 0) : undefined
  return {
    iteration: integerFrom(json.step) ?? integerFrom(header.step),
    group: textFrom(json.prompt_id) ?? textFrom(json.group),
    prompt: chatText(json.prompt),
    response: chatText(json.response ?? json.completion) ?? strings?.join(''),
    tokenIds,
    tokens: strings?.length === length ? strings : undefined,
    reward: numberFrom(json.reward) ?? total ?? Number.NaN,
    cells: { ...Object.fromEntries(held), ...creditCells(tokenColumn(fields, 'advantages', length)) },
    extra: others(json, known),
  }
}

export default {
  id: 'unipo',
  title: 'UNIPO steps',
  sniff: ({ records: [first] }) => {
    if (!first) return 0
    if (Array.isArray(first.entries) && 'header' in first) return 0.95
    return 'strings' in first && 'old_log_probs' in first ? 0.9 : 0
  },
  rows: fields => {
    const entries = listFrom(fields.json.entries)
    if (!entries) return 'ids' in fields.json || 'strings' in fields.json ? [rowOf(fields, {})] : []
    const header = objectFrom(fields.json.header)
    return entries.filter(isObject).map((json, k) => rowOf(fields.with(json, `entries[${k}].`), header))
  },
} satisfies LogFormat
