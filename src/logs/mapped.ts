/** A log that no format knows, read as a mapping says. */

import type { Column } from '../core/columns.ts'
import { guessMapping, isUsable, type LogRole, type Mapping } from '../core/mapping.ts'
import { rowsOfColumns } from './columnar.ts'
import type { Cells } from './exchange-columns.ts'
import type { Fields } from './exchange-fields.ts'
import type { LogFormat, LogRow } from './format.ts'
import { rewardFrom } from './rewards.ts'
import { creditCells } from './tokens.ts'
import { chatText, integerFrom, listFrom, numberFrom, numbersOf, others, splitChat, textFrom } from './values.ts'

export const mappedId = 'mapped'

const perToken = ['samplerLogp', 'oldLogp', 'refLogp', 'mask'] as const satisfies readonly (Column & LogRole)[]

export function mapped(mapping: Mapping): LogFormat {
  return {
    id: mappedId,
    title: 'Fields by their names',
    sniff: ({ records: [first] }) => (first && isUsable(guessMapping(Object.keys(first))) ? 0.1 : 0),
    rows: fields => (isColumnar(fields, mapping) ? unfolded(fields) : [fields]).flatMap(row => rowsOf(row, mapping)),
  }
}

/** A line that holds many rollouts: its rewards are a list, and so is what got them. */
const isColumnar = ({ json }: Fields, { reward, response, prompt }: Mapping): boolean =>
  [reward, response ?? prompt].every(field => field !== undefined && isListOfMany(json[field]))

const isListOfMany = (value: unknown): boolean => Array.isArray(value) && value.length > 1

/** What is one value for all of them, such as the step, is each one's. */
function unfolded(fields: Fields): Fields[] {
  const shared = Object.entries(fields.json).filter(([, value]) => !Array.isArray(value))
  return rowsOfColumns(fields).map(row => row.with({ ...Object.fromEntries(shared), ...row.json }))
}

function rowsOf(fields: Fields, mapping: Mapping): LogRow[] {
  const { json } = fields
  const value = (role: LogRole): unknown => {
    const field = mapping[role]
    return field === undefined ? undefined : json[field]
  }
  const reward = mapping.reward === undefined ? undefined : rewardFrom(fields, mapping.reward)
  if (reward === undefined) return []
  const tokens = listFrom(value('tokens'))?.map(one => textFrom(one) ?? '')
  const chat = mapping.response === undefined ? splitChat(value('prompt')) : {}
  return [
    {
      ...chat,
      reward,
      iteration: integerFrom(value('iteration')),
      group: textFrom(value('group')),
      ...(mapping.response !== undefined && {
        prompt: chatText(value('prompt')),
        response: chatText(value('response')),
      }),
      answer: textFrom(value('answer')),
      tokens,
      tokenIds: numbersOf(value('tokenIds')),
      cells: { ...advantageCells(value('advantage')), ...tokenCells(value) },
      extra: others(json, Object.values(mapping)),
    },
  ]
}

function advantageCells(value: unknown): Cells {
  const number = numberFrom(value)
  return number === undefined ? creditCells(numbersOf(value)) : { advantage: [number] }
}

const tokenCells = (value: (role: LogRole) => unknown): Cells =>
  Object.fromEntries(
    perToken.flatMap(role => {
      const numbers = numbersOf(value(role))
      return numbers ? [[role, numbers]] : []
    }),
  )
