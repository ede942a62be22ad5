/** What the rollouts of a log must have in common to be one batch. */
import { type Column, specOf } from '../core/columns.ts'
import { PlaygroundError } from '../core/fail.ts'
import { newNames } from './exchange-columns.ts'
import type { Report } from './exchange-fields.ts'
import type { Line } from './exchange-line.ts'

/** What the lines must have in common: columns, the numbers of a group, and the size of the vocabulary. */
export function checkColumns(lines: readonly Line[], held: readonly Column[], report: Report): void {
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
  for (const column of held) {
    // A line without tokens has nothing to fill a column of tokens with.
    const applies = (line: Line) => !perToken(column) || line.length > 0
    // What a line calls `value` is its `oldValue` where it has no field of that name: that is what it lacks.
    missing(newNames.get(column) ?? column, line => line.cells[column] !== undefined, applies, column)
    if (specOf(column).extent === 'group') checkGroups(lines, column, report)
    if (specOf(column).extent === 'next') checkWidths(lines, column, report)
  }
}

function checkGroups(lines: readonly Line[], column: Column, report: Report): void {
  const first = new Map<string, Line>()
  for (const line of lines) {
    const key = groupKey(line)
    const known = first.get(key) ?? line
    first.set(key, known)
    const [got, wanted] = [line.cells[column]?.[0], known.cells[column]?.[0]]
    if (Object.is(got, wanted)) continue
    const expected = `${wanted}, as on line ${known.line} of the same group`
    report(new PlaygroundError(`line ${line.line}.${column}`, expected, `${got}`, 'It belongs to the group.'), column)
  }
}

/** V: numbers per token. */
export const widthOf = (line: Line, column: Column): number => (line.cells[column]?.length ?? 0) / line.length

function checkWidths(lines: readonly Line[], column: Column, report: Report): void {
  const held = lines.filter(line => line.length > 0 && line.cells[column] !== undefined)
  const [first] = held
  if (!first) return
  const wanted = widthOf(first, column)
  for (const line of held) {
    const got = widthOf(line, column)
    if (got === wanted) continue
    const expected = `${wanted} numbers per token, as on line ${first.line}`
    report(
      new PlaygroundError(`line ${line.line}.${column}`, expected, `${got}`, 'One per entry of the vocabulary.'),
      column,
    )
  }
}

const groupKey = (line: Line): string => `${line.iteration ?? ''} ${line.group}`
