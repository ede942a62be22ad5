/** The exchange format: what this playground writes, schema `advantage-playground/rollout@1`. */
import { fieldsIn } from '../exchange-columns.ts'
import type { Json } from '../exchange-fields.ts'
import { exchangeSchema, readLine, unknownFields } from '../exchange-line.ts'
import type { LogFormat } from '../format.ts'

export default {
  id: 'exchange',
  title: 'Advantage Playground rollouts',
  strict: true,
  sniff: ({ records }) => {
    if (records.some(({ schema }) => schema === exchangeSchema)) return 1
    if (records.some(json => 'group' in json && 'reward' in json)) return 0.5
    const isKnown = (json: Json) => Object.keys(json).length > 0 && unknownFields(json, fieldsIn(json)).length === 0
    return records.some(isKnown) ? 0.4 : 0
  },
  rows: fields => {
    const line = readLine(fields, fieldsIn(fields.json))
    return line ? [line] : []
  },
  unknown: json => unknownFields(json, fieldsIn(json)),
} satisfies LogFormat
