/** One line of the exchange format: what it may hold, and what is wrong with it. */
import { type ColumnOf, columnsOf, specOf } from '../core/columns.ts'
import { PlaygroundError } from '../core/fail.ts'
import { show } from '../core/show.ts'

export const exchangeSchema = 'advantage-playground/rollout@1'

/** Per-token columns that a line may carry under their own names. */
export const tokenFields = columnsOf('token')
/** Per-rollout columns that a line carries as numbers, and those it carries as true or false. */
export const numberFields = columnsOf('rollout').filter(column => specOf(column).kind !== 'flag')
export const flagFields = columnsOf('rollout').filter(column => specOf(column).kind === 'flag')
/** Per-group columns: the same number on every line of a group. */
export const groupFields = columnsOf('group')

export type TokenField = ColumnOf<'token'>
type RolloutField = ColumnOf<'rollout'>
export type GroupField = ColumnOf<'group'>

export interface LineTurn {
  readonly start: number
  readonly end: number
  readonly stateKey: string | undefined
  readonly reward: number | undefined
}

export interface Line {
  /** Counted from 1, blank lines included. */
  readonly line: number
  readonly iteration: number | undefined
  /** "7" and 7 are the same group. */
  readonly group: string
  /** NaN where the file says null: no reward function could score the rollout. */
  readonly reward: number
  readonly prompt: string | undefined
  readonly response: string | undefined
  readonly answer: string | undefined
  readonly meta: Readonly<Record<string, unknown>> | undefined
  /** Number of tokens; 0 where no field is per token. */
  readonly length: number
  readonly tokens: readonly string[] | undefined
  readonly tokenIds: readonly number[] | undefined
  readonly perToken: Readonly<Partial<Record<TokenField, readonly number[]>>>
  readonly numbers: Readonly<Partial<Record<RolloutField, number>>>
  readonly flags: Readonly<Partial<Record<RolloutField, boolean>>>
  readonly perGroup: Readonly<Partial<Record<GroupField, number>>>
  readonly rewardParts: { readonly [part: string]: number | undefined }
  readonly turns: readonly LineTurn[]
}

/** Names under which older files have these columns. */
const olderName: Readonly<Partial<Record<TokenField, string>>> = { oldEntropy: 'entropy', oldValue: 'value' }

const known = new Set<string>([
  ...Object.values(olderName),
  ...['schema', 'iteration', 'group', 'reward', 'prompt', 'response', 'tokens', 'tokenIds', 'turns', 'rewardParts'],
  ...['answer', 'meta'],
  ...groupFields,
  ...tokenFields,
  ...numberFields,
  ...flagFields,
])

export type Report = (problem: PlaygroundError) => void
type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isInteger = (value: unknown): value is number => isNumber(value) && Number.isInteger(value)
const isText = (value: unknown): value is string => typeof value === 'string'

/** Reads fields of one object, reporting each that is not as it should be under `line 12.field`. */
class Fields {
  constructor(
    readonly line: number,
    readonly json: Json,
    readonly report: Report,
    readonly prefix = '',
  ) {}

  problem(field: string, expected: string, got: string, cure: string): undefined {
    this.report(new PlaygroundError(`line ${this.line}.${this.prefix}${field}`, expected, got, cure))
    return undefined
  }

  /** The field's value when it passes the test; undefined when absent, null or reported. */
  optional<T>(field: string, test: (value: unknown) => value is T, expected: string, cure: string): T | undefined {
    const value = this.json[field]
    if (value === undefined || value === null) return undefined
    if (test(value)) return value
    return this.problem(field, expected, show(value), cure)
  }

  number = (field: string, cure = 'Leave the field out where it is unknown.') =>
    this.optional(field, isNumber, 'a number', cure)
  text = (field: string) => this.optional(field, isText, 'a text', 'Write it in quotes.')

  list<T>(field: string, test: (value: unknown) => value is T, expected: string): readonly T[] | undefined {
    const values = this.json[field]
    if (values === undefined || values === null) return undefined
    if (!Array.isArray(values)) return this.problem(field, `a list of ${expected}`, show(values), 'One per token.')
    const bad = values.findIndex(value => !test(value))
    if (bad < 0) return values
    return this.problem(`${field}[${bad}]`, expected, show(values[bad]), 'Every token needs one.')
  }
}

/** A line as an object; reports syntax and shape. */
export function parseLine(text: string, line: number, report: Report): Line | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    report(new PlaygroundError(`line ${line}`, 'a JSON object', show(text), 'Each line is one rollout; NaN is null.'))
    return undefined
  }
  if (isObject(json)) return readLine(new Fields(line, json, report))
  report(new PlaygroundError(`line ${line}`, 'a JSON object', show(json), 'Each line is one rollout.'))
  return undefined
}

/** Fields of a line that the format does not know: kept out, but worth a notice. */
export const unknownFields = (json: unknown): string[] =>
  isObject(json) ? Object.keys(json).filter(field => !known.has(field)) : []

function readLine(fields: Fields): Line | undefined {
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
  const tokenIds = fields.list('tokenIds', isInteger, 'a whole number')
  const perToken = readTokenFields(fields)
  const length = commonLength(fields, { tokens, tokenIds, ...perToken })
  const turns = readTurns(fields, length)
  const answer = json.answer === null ? undefined : json.answer
  if (answer !== undefined && !isText(answer) && !isNumber(answer))
    fields.problem('answer', 'a text or a number', show(answer), 'Equal texts are equal answers.')
  const line: Omit<Line, 'group' | 'reward'> = {
    line: fields.line,
    iteration: fields.optional('iteration', isInteger, 'a whole number', 'Leave it out for a single batch.'),
    prompt: fields.text('prompt'),
    response: fields.text('response'),
    answer: isText(answer) || isNumber(answer) ? String(answer) : undefined,
    meta: fields.optional('meta', isObject, 'an object', 'Put a single value under a name.'),
    length,
    tokens,
    tokenIds,
    perToken,
    numbers: pickDefined(numberFields, field => fields.number(field)),
    perGroup: pickDefined(groupFields, field => fields.number(field)),
    flags: pickDefined(flagFields, field => fields.optional(field, isFlag, 'true or false', 'Write true or false.')),
    rewardParts: readParts(fields),
    turns,
  }
  return group === undefined || reward === undefined ? undefined : { ...line, group, reward }
}

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isBit = (value: unknown): value is 0 | 1 => value === 0 || value === 1
const isNumberOrNull = (value: unknown): value is number | null => value === null || isNumber(value)

function pickDefined<K extends string, V>(keys: readonly K[], read: (key: K) => V | undefined): { [P in K]?: V } {
  const result: { [P in K]?: V } = {}
  for (const key of keys) {
    const value = read(key)
    if (value !== undefined) result[key] = value
  }
  return result
}

/** Numbers per token; null is allowed where the mask is 0, and read as 0. */
function readTokenFields(fields: Fields): Partial<Record<TokenField, readonly number[]>> {
  const mask = fields.list('mask', isBit, '0 or 1')
  return pickDefined(tokenFields, field => {
    if (field === 'mask') return mask
    const older = olderName[field]
    const name = older !== undefined && fields.json[field] === undefined ? older : field
    const values = fields.list(name, isNumberOrNull, 'a number')
    const bad = values?.findIndex((value, t) => value === null && mask?.[t] !== 0) ?? -1
    if (bad >= 0)
      return fields.problem(`${name}[${bad}]`, 'a number', 'null', 'Only tokens with mask 0 may go without one.')
    return values?.map(value => value ?? 0)
  })
}

/** All per-token lists must be as long as the first of them. */
function commonLength(fields: Fields, lists: Readonly<Record<string, readonly unknown[] | undefined>>): number {
  const present = Object.entries(lists).flatMap(([name, list]) => (list ? [{ name, count: list.length }] : []))
  const [first, ...others] = present
  if (!first) return 0
  for (const { name, count } of others) {
    if (count !== first.count)
      fields.problem(name, `${first.count} values, as many as "${first.name}"`, `${count}`, 'One per token.')
  }
  return first.count
}

function readParts(fields: Fields): Line['rewardParts'] {
  const parts = fields.optional('rewardParts', isObject, 'an object', 'Write {"name": number}.') ?? {}
  const inner = new Fields(fields.line, parts, fields.report, `${fields.prefix}rewardParts.`)
  return pickDefined(Object.keys(parts), name => (parts[name] === null ? Number.NaN : inner.number(name)))
}

function readTurns(fields: Fields, length: number): LineTurn[] {
  const given = fields.list('turns', isObject, 'an object') ?? []
  let before = 0
  return given.flatMap((json, k) => {
    const turn = new Fields(fields.line, json, fields.report, `turns[${k}].`)
    const [start, end] = [json.start, json.end]
    if (!isInteger(start) || start < before)
      return turn.problem('start', `a whole number from ${before}`, show(start), 'Turns follow each other.') ?? []
    if (!isInteger(end) || end < start || end > length)
      return turn.problem('end', `a whole number from ${start} to ${length}`, show(end), 'The end is exclusive.') ?? []
    before = end
    const key = json.stateKey
    if (key !== undefined && !isText(key) && !isNumber(key))
      turn.problem('stateKey', 'a text or a number', show(key), 'Equal keys are equal states.')
    const stateKey = isText(key) || isNumber(key) ? String(key) : undefined
    return [{ start, end, stateKey, reward: turn.number('reward') }]
  })
}
