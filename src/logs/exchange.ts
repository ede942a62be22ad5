/**
 * The exchange format, schema `advantage-playground/rollout@1`: one rollout per line, JSON. What the page exports and
 * imports, what the command line reads, and what other formats are converted to.
 */
import { type Column, columns } from '../core/columns.ts'
import { PlaygroundError } from '../core/fail.ts'
import type { Log } from '../core/log.ts'
import { assemble } from './assemble.ts'
import { checkColumns } from './check-lines.ts'
import { fieldsIn } from './exchange-columns.ts'
import { Fields, type Report } from './exchange-fields.ts'
import { parseLine, readLine, unknownFields } from './exchange-line.ts'
import { fieldsOf } from './fields.ts'
import { groupingOf } from './grouping.ts'
import { byKind, ExchangeError, namesOf } from './problems.ts'
import { standInNotices, withStandIns } from './stand-ins.ts'

export { exchangeSchema, type Line } from './exchange-line.ts'
export { type ExchangeText, writeExchange } from './exchange-write.ts'
export { ExchangeError } from './problems.ts'

/** The field of each column that a file may have. */
type ColumnFields = ReadonlyMap<Column, string>

export interface ReadOptions {
  /** Columns that will be read. What is wrong with another is told, and that column left out. Omitted: all. */
  readonly reads?: readonly Column[]
  /** Of the file. */
  readonly name?: string
}

/** Reads a file. Throws an ExchangeError that lists every malformed line; nothing is guessed. */
export function readExchange(text: string, { reads, name = 'rollouts.jsonl' }: ReadOptions = {}): Log {
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
  const lines = sources.flatMap(({ json, line }, order) => {
    const before = problems.length
    const read = json instanceof PlaygroundError ? report(json) : readLine(new Fields(line, json, report), fields)
    // What is compared below would only echo what is wrong with this line.
    return read && problems.length === before ? [{ ...read, file: name, order }] : []
  })
  if (lines.length === 0 && problems.length === 0)
    report(new PlaygroundError('line 1', 'at least one rollout', 'an empty file', 'Each line is one JSON object.'))
  checkColumns(lines, without(fields, spared), report)
  if (problems.length > 0) throw new ExchangeError(problems)
  const held = columns.filter(column => !spared.has(column))
  const { batches, vocabulary } = assemble(lines, held, groupingOf('recorded'))
  const filled = batches.map(({ batch, ...rest }) => ({ ...rest, ...withStandIns(batch) }))
  return {
    name,
    format: 'exchange',
    framework: undefined,
    batches: filled,
    vocabulary,
    fields: fieldsOf(lines, filled),
    notices: [...noticesOf(sources, fields), ...sparedNotices(spared), ...standInNotices(filled)],
    problems: [],
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
