/** What a log holds, field by field. */
import { type Column, columns } from '../core/columns.ts'
import { type Log, type LogBatch, type LogField, type LogPart, logParts } from '../core/log.ts'
import { bounded } from '../core/show.ts'
import type { Line } from './exchange-line.ts'
import type { MadeLines } from './to-lines.ts'

const recorded: LogField = { state: 'recorded' }
const absent: LogField = { state: 'unavailable', because: 'the log has none' }

const partOf: Readonly<Record<LogPart, (line: Line) => unknown>> = {
  iteration: line => line.iteration,
  group: line => line.group,
  prompt: line => line.prompt,
  response: line => line.response,
  answer: line => line.answer,
  rewardParts: line => Object.keys(line.rewardParts)[0],
  tokens: line => line.length || undefined,
  turns: line => line.turns[0],
}

/** Everything that stands in some line is recorded; `otherwise` says what is not so, and why. */
export function fieldsOf(
  lines: readonly Line[],
  batches: readonly LogBatch[],
  otherwise: Readonly<Record<string, LogField>> = {},
): Log['fields'] {
  const parts = logParts.map(part => [part, lines.some(line => partOf[part](line) !== undefined)] as const)
  const said = (column: Column) => lines.some(line => line.cells[column] !== undefined)
  // Numbers of problems are made where a log has none.
  const has = (column: Column) => column !== 'problem' && batches.some(({ batch }) => batch[column] !== undefined)
  const held = columns.map(column => [column, has(column) || said(column)] as const)
  const reward = ['reward', lines.some(line => !Number.isNaN(line.reward))] as const
  const fields = [...parts, reward, ...held].map(([name, has]) => [name, has ? recorded : absent] as const)
  return { ...Object.fromEntries(fields), ...otherwise }
}

/** What common code made of what the log did not have, or did not have whole. */
export function otherwise(
  { isCut, grouping }: MadeLines,
  patchy: ReadonlyMap<Column, Line>,
  cutBy: string,
): Readonly<Record<string, LogField>> {
  const inferred = [...grouping.values()].some(({ by }) => by !== 'recorded')
  const lacking = [...patchy].map(([column, { line, file }]): [string, LogField] => {
    return [column, { state: 'unavailable', because: `row ${line} of ${bounded(file, 100)} has none` }]
  })
  return {
    ...Object.fromEntries(lacking),
    ...(inferred && { group: { state: 'recomputed', because: 'the log has no ids of groups' } }),
    ...(isCut && { tokens: { state: 'recomputed', because: `the log has texts only, cut here ${cutBy}` } }),
  }
}
