/** Rows of a foreign log made alike: whole, in range, with tokens, in groups. */
import { type Column, isColumn, ranges, specOf } from '../core/columns.ts'
import { show } from '../core/show.ts'
import { approximateTokens } from './approximate.ts'
import type { Cell, Cells } from './exchange-columns.ts'
import type { Fields } from './exchange-fields.ts'
import type { Line } from './exchange-line.ts'
import type { LogRow } from './format.ts'
import { type GroupChoice, groupRows, type RowGroups } from './group-rows.ts'

/** A row with where it stands. */
export interface PlacedRow extends LogRow {
  readonly file: string
  readonly line: number
}

const isPerToken = (column: Column): boolean => ['token', 'next'].includes(specOf(column).extent)

export const lengthOf = ({ tokens, tokenIds, cells = {} }: LogRow): number =>
  tokenIds?.length ??
  tokens?.length ??
  Object.entries(cells).find(([column]) => isColumn(column) && specOf(column).extent === 'token')?.[1].length ??
  0

/** The row without columns that are too short or hold what such a column cannot; what is left out is reported. */
export function soundRow(row: LogRow, fields: Fields): LogRow {
  if (!row.cells) return row
  const length = lengthOf(row)
  const sound = Object.entries(row.cells).filter(
    ([column, cells]) => isColumn(column) && isSound(fields, column, cells, length, row.cells?.mask),
  )
  return sound.length === Object.keys(row.cells).length ? row : { ...row, cells: Object.fromEntries(sound) }
}

function isSound(
  fields: Fields,
  column: Column,
  cells: readonly Cell[],
  length: number,
  mask?: readonly Cell[],
): boolean {
  const { extent, kind, gaps } = specOf(column)
  const cure = 'Left out for this row.'
  if (extent === 'token' && cells.length !== length) {
    fields.problem(column, `${length} values, one per token`, `${cells.length}`, cure)
    return false
  }
  const legal = (cell: Cell) => kind === 'key' || (typeof cell === 'number' && ranges[kind].allows(cell))
  const bad = cells.findIndex((cell, t) => !legal(cell) && !(gaps && Number.isNaN(cell)) && mask?.[t] !== 0)
  if (bad < 0) return true
  const where = extent === 'token' ? `${column}[${bad}]` : column
  fields.problem(where, ranges[kind].words, show(cells[bad]), cure)
  return false
}

export interface MadeLines {
  readonly lines: readonly Line[]
  /** By iteration. */
  readonly grouping: ReadonlyMap<number | undefined, RowGroups>
  /** The texts were cut into tokens here. */
  readonly isCut: boolean
}

/** How the texts of a log without tokens are cut into some. */
export type Cutting = (text: string) => Pick<LogRow, 'tokens' | 'tokenIds'>

export const atWords: Cutting = text => ({ tokens: approximateTokens(text) })

/** `cutting`: of texts, where no row has tokens; omitted: they stay without. */
export function linesOf(rows: readonly PlacedRow[], cutting?: Cutting, choice?: GroupChoice): MadeLines {
  const cuts = rows.some(row => row.response) && !rows.some(row => lengthOf(row) > 0) ? cutting : undefined
  const grouping = new Map<number | undefined, RowGroups>()
  const lines = new Array<Line>(rows.length)
  for (const [iteration, own] of byIteration(rows)) {
    const groups = groupRows(
      own.map(order => rows[order]!),
      choice,
    )
    grouping.set(iteration, groups)
    for (const [k, order] of own.entries()) lines[order] = lineOf(rows[order]!, order, groups.names[k]!, cuts)
  }
  return { lines: withGaps(lines), grouping, isCut: cuts !== undefined }
}

/** A column for which a gap is a value is there for all, once one line has it. */
function withGaps(lines: readonly Line[]): readonly Line[] {
  const gappy = heldColumns(lines).filter(column => specOf(column).gaps)
  if (gappy.length === 0) return lines
  const gap = (line: Line, column: Column) => new Array<number>(isPerToken(column) ? line.length : 1).fill(Number.NaN)
  return lines.map(line => {
    const lacking = gappy.filter(column => line.cells[column] === undefined)
    if (lacking.length === 0) return line
    return {
      ...line,
      cells: { ...line.cells, ...Object.fromEntries(lacking.map(column => [column, gap(line, column)])) },
    }
  })
}

function byIteration(rows: readonly PlacedRow[]): ReadonlyMap<number | undefined, number[]> {
  const held = new Map<number | undefined, number[]>()
  for (const [order, { iteration }] of rows.entries()) {
    const own = held.get(iteration)
    if (own) own.push(order)
    else held.set(iteration, [order])
  }
  return held
}

function lineOf(row: PlacedRow, order: number, group: string, cut: Cutting | undefined): Line {
  const pieces = cut?.(row.response ?? '')
  return {
    ...row,
    ...pieces,
    order,
    group,
    reward: row.reward ?? Number.NaN,
    length: lengthOf({ ...row, ...pieces }),
    cells: row.cells ?? {},
    rewardParts: row.rewardParts ?? {},
    turns: row.turns ?? [],
    extra: row.extra ?? {},
  }
}

/** Of these lines of one iteration: columns that some have and others lack, with a line that lacks it. */
export function patchyColumns(lines: readonly Line[], held: readonly Column[]): ReadonlyMap<Column, Line> {
  const lacking = held.flatMap(column => {
    const applies = (line: Line) => !isPerToken(column) || line.length > 0
    const without = lines.find(line => applies(line) && line.cells[column] === undefined)
    return without ? [[column, without] as const] : []
  })
  return new Map(lacking)
}

export const heldColumns = (lines: readonly { readonly cells: Cells }[]): readonly Column[] => {
  const held = new Set<string>()
  for (const { cells } of lines) for (const column of Object.keys(cells)) held.add(column)
  return [...held].filter(isColumn)
}
