/** One line of the exchange format: what it may hold, and what is wrong with it. */
import type { Column, ColumnOf } from '../core/columns.ts'
import { PlaygroundError } from '../core/fail.ts'
import { show } from '../core/show.ts'
import { type Cells, readColumn, turnColumns, turnField } from './exchange-columns.ts'
import {
  type Fields,
  isInteger,
  isNumber,
  isObject,
  isText,
  isTokenId,
  type Json,
  pickDefined,
} from './exchange-fields.ts'
import type { LineTurn, LogRow } from './format.ts'

export const exchangeSchema = 'advantage-playground/rollout@1'

/** A rollout of which everything is known that makes it a member of a batch. */
export interface Line extends LogRow {
  readonly file: string
  /** Where it stands in the file, from 1; blank lines of a text count. */
  readonly line: number
  /** Counts the rollouts of a log, from 0. */
  readonly order: number
  /** "7" and 7 are the same group. */
  readonly group: string
  /** NaN where no reward function could score the rollout. */
  readonly reward: number
  /** Number of tokens; 0 where nothing is per token. */
  readonly length: number
  readonly cells: Cells
  readonly rewardParts: { readonly [part: string]: number | undefined }
  readonly turns: readonly LineTurn[]
  readonly extra: Json
}

/** What a line says by itself. */
export type ReadLine = Omit<Line, 'file' | 'order'>

const known = new Set<string>([
  ...['schema', 'iteration', 'group', 'reward', 'prompt', 'response', 'tokens', 'tokenIds', 'turns', 'rewardParts'],
  ...['answer', 'role', 'discarded', 'meta'],
])

/** Fields of a line that the format does not know: kept out, but worth a notice. */
export const unknownFields = (json: object, columns: ReadonlyMap<Column, string>): string[] => {
  const fields = new Set(columns.values())
  return Object.keys(json).filter(field => !known.has(field) && !fields.has(field))
}

/** A line as an object, or what is wrong with it. */
export function parseLine(text: string, line: number): Json | PlaygroundError {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return notJson(line, text)
  }
  if (isObject(json)) return json
  return new PlaygroundError(`line ${line}`, 'a JSON object', show(json), 'Each line is one rollout.')
}

/** A line that is no JSON. */
export const notJson = (line: number, text: string): PlaygroundError =>
  new PlaygroundError(`line ${line}`, 'a JSON object', show(text), jsonCure(text))

/** Python writes words that JSON does not have. */
function jsonCure(text: string): string {
  if (/[:[,]\s*-?Infinity\b/.test(text))
    return 'JSON has no Infinity: write a finite number, such as -100 for a log-probability, or null where the mask is 0.'
  if (/[:[,]\s*NaN\b/.test(text))
    return 'JSON has no NaN: write null, which is an unscored reward, or no value where the mask is 0.'
  return 'Each line is one rollout.'
}

/** Reports everything that is wrong with a line; `columns` says which field holds which column. */
export function readLine(fields: Fields, columns: ReadonlyMap<Column, string>): ReadLine | undefined {
  const { json } = fields
  if (json.schema !== undefined && json.schema !== exchangeSchema)
    fields.problem('schema', `"${exchangeSchema}"`, show(json.schema), 'This reader knows that version only.')
  const group = isText(json.group) || isInteger(json.group) ? String(json.group) : undefined
  if (group === undefined)
    fields.problem('group', 'a text or a whole number', show(json.group), 'Rollouts of one problem share a group.')
  const reward = json.reward === null ? Number.NaN : isNumber(json.reward) ? json.reward : undefined
  if (reward === undefined)
    fields.problem('reward', 'a number', show(json.reward), 'Write null where no reward function could score it.')
  const tokens = fields.list('tokens', isText, 'a text')
  const tokenIds = fields.list('tokenIds', isTokenId, 'a whole number from 0 to 2147483647')
  const cells: Cells = pickDefined([...columns.keys()], column =>
    readColumn(fields.about(column), column, columns.get(column)!),
  )
  const length = commonLength(fields, columns)
  const turns = readTurns(fields, length)
  const answer = json.answer === null ? undefined : json.answer
  if (answer !== undefined && !isText(answer) && !isNumber(answer))
    fields.problem('answer', 'a text or a number', show(answer), 'Equal texts are equal answers.')
  const line: Omit<ReadLine, 'group' | 'reward'> = {
    line: fields.line,
    iteration: fields.optional('iteration', isInteger, 'a whole number', 'Leave it out for a single batch.'),
    prompt: fields.text('prompt'),
    response: fields.text('response'),
    answer: isText(answer) || isNumber(answer) ? String(answer) : undefined,
    // A number is the column's own key; that it is neither is said where columns are read.
    role: isText(json.role) ? json.role : undefined,
    discarded: fields.text('discarded'),
    extra: fields.optional('meta', isObject, 'an object', 'Put a single value under a name.') ?? {},
    length,
    tokens,
    tokenIds,
    cells,
    rewardParts: readParts(fields),
    turns,
  }
  return group === undefined || reward === undefined ? undefined : { ...line, group, reward }
}

/** All lists must be as long as the first of them. */
function commonLength(fields: Fields, columns: ReadonlyMap<Column, string>): number {
  const columnOf = new Map([...columns].map(([column, name]) => [name, column]))
  const present = ['tokens', 'tokenIds', ...columnOf.keys()].flatMap(name => {
    const list = fields.json[name]
    return Array.isArray(list) ? [{ name, count: list.length }] : []
  })
  const [first, ...others] = present
  if (!first) return 0
  for (const { name, count } of others) {
    if (count !== first.count)
      fields
        .about(columnOf.get(name))
        .problem(name, `${first.count} values, as many as "${first.name}"`, `${count}`, 'One per token.')
  }
  return first.count
}

function readParts(fields: Fields): ReadLine['rewardParts'] {
  const parts = fields.optional('rewardParts', isObject, 'an object', 'Write {"name": number}.') ?? {}
  const inner = fields.inside('rewardParts', parts)
  return pickDefined(Object.keys(parts), name => (parts[name] === null ? Number.NaN : inner.number(name)))
}

function readTurns(fields: Fields, length: number): LineTurn[] {
  const given = fields.list('turns', isObject, 'an object') ?? []
  let before = 0
  return given.flatMap((json, k) => {
    const turn = fields.inside(`turns[${k}]`, json)
    const { start, end } = json
    if (!isInteger(start) || start < before)
      return turn.problem('start', `a whole number from ${before}`, show(start), 'Turns follow each other.') ?? []
    if (!isInteger(end) || end < start || end > length)
      return turn.problem('end', `a whole number from ${start} to ${length}`, show(end), 'The end is exclusive.') ?? []
    before = end
    const read = (column: ColumnOf<'turn'>) => readColumn(turn.about(column), column, turnField(column))
    return [{ start, end, cells: pickDefined(turnColumns, read) }]
  })
}
