/**
 * The exchange format, schema `advantage-playground/rollout@1`: one rollout per line, JSON. What the page exports and
 * imports, what the command line reads, and what other formats are converted to.
 */
import type { Batch, Turns } from '../core/batch.ts'
import { type Column, columns, specOf } from '../core/columns.ts'
import { PlaygroundError } from '../core/fail.ts'
import { type Cell, fieldsIn, numbersFrom, turnColumns } from './exchange-columns.ts'
import { Fields, type Report } from './exchange-fields.ts'
import { type Line, parseLine, readLine, unknownFields } from './exchange-line.ts'
import { byKind, ExchangeError, namesOf } from './problems.ts'
import { standInNotices, withStandIns } from './stand-ins.ts'

export { exchangeSchema, type Line } from './exchange-line.ts'
export { type ExchangeText, writeExchange } from './exchange-write.ts'
export { ExchangeError } from './problems.ts'

/** The rollouts of one iteration. */
export interface ExchangeBatch {
  readonly iteration: number | undefined
  readonly batch: Batch
  /** [n] what each rollout's line said, in the batch's order, which is that of the file. */
  readonly lines: readonly Line[]
  /** [groups] */
  readonly groupNames: readonly string[]
}

export interface Exchange {
  /** By iteration, ascending; lines without one come first. */
  readonly batches: readonly ExchangeBatch[]
  /** Text of each token id, where the file gives texts. */
  readonly vocabulary: ReadonlyMap<number, string>
  /** One sentence each: unknown fields that were left out. */
  readonly notices: readonly string[]
}

/** The field of each column that a file may have. */
type ColumnFields = ReadonlyMap<Column, string>

export interface ReadOptions {
  /** Columns that will be read. What is wrong with another is told, and that column left out. Omitted: all. */
  readonly reads?: readonly Column[]
}

/** Reads a file. Throws an ExchangeError that lists every malformed line; nothing is guessed. */
export function readExchange(text: string, { reads }: ReadOptions = {}): Exchange {
  const problems: PlaygroundError[] = []
  const spared = new Map<Column, PlaygroundError[]>()
  const report: Report = (problem, column) => {
    if (column === undefined || reads === undefined || reads.includes(column)) problems.push(problem)
    else spared.set(column, [...(spared.get(column) ?? []), problem])
  }
  const sources = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((source, k) => (source.trim() === '' ? [] : [{ line: k + 1, json: parseLine(source, k + 1) }]))
  const fields = fieldsIn(sources.flatMap(({ json }) => (json instanceof PlaygroundError ? [] : [json])))
  const lines = sources.flatMap(({ json, line }) => {
    const before = problems.length
    const read = json instanceof PlaygroundError ? report(json) : readLine(new Fields(line, json, report), fields)
    // What is compared below would only echo what is wrong with this line.
    return read && problems.length === before ? [read] : []
  })
  if (lines.length === 0 && problems.length === 0)
    report(new PlaygroundError('line 1', 'at least one rollout', 'an empty file', 'Each line is one JSON object.'))
  checkColumns(lines, without(fields, spared), report)
  if (problems.length > 0) throw new ExchangeError(problems)
  const { idsOf, vocabulary } = internTokens(lines)
  const problemOf = new Map([...new Set(lines.map(({ group }) => group))].map((name, at) => [name, at]))
  const iterations = [...new Set(lines.map(({ iteration }) => iteration))].sort((a, b) => (a ?? -1) - (b ?? -1))
  const batches = iterations.map(iteration => {
    const own = lines.filter(line => line.iteration === iteration)
    const groupNames = [...new Set(own.map(({ group }) => group))]
    // A group of the same name in another iteration is the same problem again, unless the log numbers them itself.
    const problem = Float32Array.from(groupNames, name => problemOf.get(name) ?? 0)
    const held = columns.filter(column => !spared.has(column))
    return { iteration, batch: { problem, ...toBatch(own, groupNames, idsOf, held) }, lines: own, groupNames }
  })
  const filled = batches.map(({ batch, ...rest }) => ({ ...rest, ...withStandIns(batch) }))
  return {
    batches: filled,
    vocabulary,
    notices: [...noticesOf(sources, fields), ...sparedNotices(spared), ...standInNotices(filled)],
  }
}

const without = (fields: ColumnFields, spared: ReadonlyMap<Column, unknown>): ColumnFields =>
  new Map([...fields].filter(([column]) => !spared.has(column)))

/** One sentence about all unknown fields, each with its first line. */
function noticesOf(
  sources: readonly { readonly json: object; readonly line: number }[],
  fields: ColumnFields,
): string[] {
  const first = new Map<string, number>()
  for (const { json, line } of sources)
    for (const field of unknownFields(json, fields)) if (!first.has(field)) first.set(field, line)
  if (first.size === 0) return []
  const line = Math.min(...first.values())
  const fieldsAre = first.size === 1 ? 'is not a field' : 'are not fields'
  return [`line ${line}: ${namesOf([...first.keys()])} ${fieldsAre} of the format; left out.`]
}

const sparedNotices = (spared: ReadonlyMap<Column, readonly PlaygroundError[]>): string[] =>
  [...spared].map(([column, wrong]) => `${byKind(wrong)[0]} The column ${column} is left out: it is not read here.`)

/** What the lines must have in common: columns, the numbers of a group, and the size of the vocabulary. */
function checkColumns(lines: readonly Line[], fields: ColumnFields, report: Report): void {
  const perToken = (column: Column) => ['token', 'next'].includes(specOf(column).extent)
  const oneForAll = 'Give it on every line or on none.'
  const missing = (field: string, has: (line: Line) => boolean, applies: (line: Line) => boolean, column?: Column) => {
    const source = lines.find(has)
    if (!source) return
    for (const line of lines.filter(candidate => applies(candidate) && !has(candidate))) {
      const expected = `a value, because line ${source.line} has one`
      const problem = new PlaygroundError(`line ${line.line}.${field}`, expected, 'none', oneForAll)
      report(problem, column)
    }
  }
  missing(
    'tokenIds',
    line => line.tokenIds !== undefined,
    line => line.length > 0,
  )
  for (const [column, field] of fields) {
    // A line without tokens has nothing to fill a column of tokens with.
    const applies = (line: Line) => !perToken(column) || line.length > 0
    missing(field, line => line.cells[column] !== undefined, applies, column)
    if (specOf(column).extent === 'group') checkGroups(lines, column, field, report)
    if (specOf(column).extent === 'next') checkWidths(lines, column, field, report)
  }
}

function checkGroups(lines: readonly Line[], column: Column, field: string, report: Report): void {
  const first = new Map<string, Line>()
  for (const line of lines) {
    const key = groupKey(line)
    const known = first.get(key) ?? line
    first.set(key, known)
    const [got, wanted] = [line.cells[column]?.[0], known.cells[column]?.[0]]
    if (Object.is(got, wanted)) continue
    const expected = `${wanted}, as on line ${known.line} of the same group`
    report(new PlaygroundError(`line ${line.line}.${field}`, expected, `${got}`, 'It belongs to the group.'), column)
  }
}

/** V: numbers per token. */
const widthOf = (line: Line, column: Column): number => (line.cells[column]?.length ?? 0) / line.length

function checkWidths(lines: readonly Line[], column: Column, field: string, report: Report): void {
  const held = lines.filter(line => line.length > 0 && line.cells[column] !== undefined)
  const [first] = held
  if (!first) return
  const wanted = widthOf(first, column)
  for (const line of held) {
    const got = widthOf(line, column)
    if (got === wanted) continue
    const expected = `${wanted} numbers per token, as on line ${first.line}`
    report(
      new PlaygroundError(`line ${line.line}.${field}`, expected, `${got}`, 'One per entry of the vocabulary.'),
      column,
    )
  }
}

const groupKey = (line: Line): string => `${line.iteration ?? ''} ${line.group}`

/** Token ids as the file gives them; else texts are numbered in order of appearance; else every token is 0. */
function internTokens(lines: readonly Line[]) {
  const numbered = lines.some(line => line.tokenIds !== undefined)
  const ids = new Map<string, number>()
  const idOf = (text: string): number => {
    const id = ids.get(text) ?? ids.size
    ids.set(text, id)
    return id
  }
  const idsOf = (line: Line): readonly number[] => {
    if (numbered) return line.tokenIds ?? []
    return line.tokens?.map(idOf) ?? new Array<number>(line.length).fill(0)
  }
  const vocabulary = new Map<number, string>()
  for (const line of lines) {
    const own = idsOf(line)
    for (const [t, text] of (line.tokens ?? []).entries()) vocabulary.set(own[t]!, text)
  }
  return { idsOf, vocabulary }
}

function toBatch(
  lines: readonly Line[],
  groupNames: readonly string[],
  idsOf: (line: Line) => readonly number[],
  sound: readonly Column[],
): Batch {
  const start = new Int32Array(lines.length + 1)
  for (const [i, line] of lines.entries()) start[i + 1] = start[i]! + line.length
  const groupOf = new Map(groupNames.map((name, g) => [name, g]))
  const parts = [...new Set(lines.flatMap(line => Object.keys(line.rewardParts)))]
  const partOf = (name: string) => Float32Array.from(lines, line => line.rewardParts[name] ?? Number.NaN)
  return {
    rollouts: lines.length,
    groups: groupNames.length,
    group: Int32Array.from(lines, line => groupOf.get(line.group)!),
    reward: Float32Array.from(lines, line => line.reward),
    tokenStart: start,
    token: Int32Array.from(lines.flatMap(idsOf)),
    ...columnsFrom(lines, groupNames, sound),
    ...(parts.length > 0 && { rewardParts: Object.fromEntries(parts.map(name => [name, partOf(name)])) }),
    ...(lines.some(line => line.answer !== undefined) && { answer: lines.map(line => line.answer ?? '') }),
    ...turnsFrom(lines, start, sound),
  }
}

/** Every column that these lines hold, and V where one is per next token. */
function columnsFrom(lines: readonly Line[], groupNames: readonly string[], sound: readonly Column[]): Partial<Batch> {
  const held = sound.filter(column => lines.some(line => line.cells[column] !== undefined))
  const firstOf = new Map([...lines].reverse().map(line => [line.group, line]))
  const ofGroups = groupNames.flatMap(name => firstOf.get(name) ?? [])
  const cellsOf = (column: Column): readonly (Cell | undefined)[] => {
    const { extent } = specOf(column)
    if (extent === 'group') return ofGroups.map(line => line.cells[column]?.[0])
    return extent === 'rollout'
      ? lines.map(line => line.cells[column]?.[0])
      : lines.flatMap(line => line.cells[column] ?? [])
  }
  const long = lines.find(line => line.length > 0)
  const next = held.find(column => specOf(column).extent === 'next')
  return {
    ...Object.fromEntries(held.map(column => [column, numbersFrom(column, cellsOf(column))])),
    ...(next && long && { vocabulary: widthOf(long, next) }),
  }
}

/** Turns over the whole batch, with their columns. */
function turnsFrom(lines: readonly Line[], start: Int32Array, sound: readonly Column[]): Partial<Batch> {
  const all = lines.flatMap((line, i) => line.turns.map(turn => ({ ...turn, i, shift: start[i]! })))
  if (all.length === 0) return {}
  const turns: Turns = {
    rollout: Int32Array.from(all, turn => turn.i),
    start: Int32Array.from(all, turn => turn.start + turn.shift),
    end: Int32Array.from(all, turn => turn.end + turn.shift),
  }
  const held = turnColumns.filter(
    column => sound.includes(column) && all.some(({ cells }) => cells[column] !== undefined),
  )
  const cellsOf = (column: Column) => all.map(({ cells }) => cells[column]?.[0])
  return { turns, ...Object.fromEntries(held.map(column => [column, numbersFrom(column, cellsOf(column))])) }
}
