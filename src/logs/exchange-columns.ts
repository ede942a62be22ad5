/** How a line of the exchange format holds columns: one number, a list per token, or a list of lists per next token. */
import { type Column, type ColumnOf, type ColumnSpec, columns, columnsOf, ranges, specOf } from '../core/columns.ts'
import { unreachable } from '../core/fail.ts'
import { shortestFloat } from '../core/math.ts'
import { show } from '../core/show.ts'
import { type Fields, isNumber, isText, type Json } from './exchange-fields.ts'

/** A value as a file gives it: keys (core/columns.ts) are texts until the whole file is known. */
export type Cell = number | string
/** Per token as many as the line has tokens, per next token V times as many, else one. */
export type Cells = Readonly<Partial<Record<Column, readonly Cell[]>>>

/**
 * Older files call these columns so. A line that has the new name means by the other the column of that name: the
 * policy now.
 */
const olderNames = [
  ['oldEntropy', 'entropy'],
  ['oldValue', 'value'],
] as const satisfies readonly (readonly [Column, Column])[]

/** The new name of what older files call by this one. */
export const newNames: ReadonlyMap<Column, Column> = new Map(olderNames.map(([column, older]) => [older, column]))

const ofLines = columns.filter(column => specOf(column).extent !== 'turn')

/** The field of each column in a line; the columns of turns travel with the turns. */
export function fieldsIn(json: Json): ReadonlyMap<Column, string> {
  const fields = new Map<Column, string>(ofLines.map(column => [column, column]))
  for (const [column, older] of olderNames) {
    if (json[column] !== undefined) continue
    fields.set(column, older)
    fields.delete(older)
  }
  return fields
}

export const turnColumns = columnsOf('turn')
/** Inside a turn nothing else is meant by `reward`. */
export const turnField = (column: ColumnOf<'turn'>): string => (column === 'turnReward' ? 'reward' : column)

/** What a line says of one column; undefined where it says nothing, or something wrong, which is reported. */
export function readColumn(fields: Fields, column: Column, field: string): readonly Cell[] | undefined {
  const spec = specOf(column)
  const value = fields.json[field]
  switch (spec.extent) {
    case 'token':
      return value === undefined || value === null ? undefined : readTokens(fields, column, field, value)
    case 'next':
      return value === undefined || value === null ? undefined : readNext(fields, spec, field, value)
    case 'rollout':
    case 'group':
    case 'turn':
      return readOne(fields, spec, field, value)
  }
  return unreachable(spec.extent, `exchange.${column}`)
}

function readOne(fields: Fields, spec: ColumnSpec, field: string, value: unknown): readonly Cell[] | undefined {
  if (value === undefined || (value === null && !spec.gaps)) return undefined
  const cell = cellFrom(spec, value)
  if (cell !== undefined) return [cell]
  const expected = spec.kind === 'flag' ? 'true or false' : ranges[spec.kind].words
  return fields.problem(field, expected, show(value), ranges[spec.kind].cure)
}

/** One value per token. What stands where the mask is 0 means nothing: null is read as 0 there. */
function readTokens(fields: Fields, column: Column, field: string, value: unknown): readonly Cell[] | undefined {
  const spec = specOf(column)
  const { words, cure } = ranges[spec.kind]
  if (!Array.isArray(value)) return fields.problem(field, `a list of ${words}`, show(value), 'One per token.')
  const values: readonly unknown[] = value
  const mask = column === 'mask' ? undefined : fields.json.mask
  const cells = values.map((one, t): Cell | undefined => {
    const silent = Array.isArray(mask) && mask[t] === 0
    return cellFrom(spec, one) ?? (silent && (one === null || isNumber(one)) ? (one ?? 0) : undefined)
  })
  const bad = cells.indexOf(undefined)
  if (bad < 0) return cells.filter(cell => cell !== undefined)
  const why = values[bad] === null ? 'Only tokens with mask 0 may go without one.' : cure
  return fields.problem(`${field}[${bad}]`, words, show(values[bad]), why)
}

/** One list per token, all of the same length, flat. */
function readNext(fields: Fields, spec: ColumnSpec, field: string, value: unknown): readonly Cell[] | undefined {
  const { words, cure } = ranges[spec.kind]
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value]
  const [first] = rows
  const width = Array.isArray(first) ? first.length : 0
  const bad = rows.findIndex(row => !Array.isArray(row) || row.length !== width)
  if (!Array.isArray(value) || bad >= 0)
    return fields.problem(field, `a list of ${width || 'equally many'} numbers per token`, show(rows[bad]), cure)
  const flat = rows.flat()
  const cells = flat.map(one => cellFrom(spec, one))
  const wrong = cells.indexOf(undefined)
  if (wrong < 0) return cells.filter(cell => cell !== undefined)
  return fields.problem(`${field}[${Math.floor(wrong / width)}][${wrong % width}]`, words, show(flat[wrong]), cure)
}

/** A legal value; NaN for null where a gap is one; undefined for what is wrong. */
function cellFrom({ kind, gaps, standIn }: ColumnSpec, value: unknown): Cell | undefined {
  if (value === null) return gaps || standIn ? Number.NaN : undefined
  if (kind === 'key' && (isText(value) || isNumber(value))) return String(value)
  const number = kind === 'flag' && typeof value === 'boolean' ? Number(value) : value
  return isNumber(number) && ranges[kind].allows(number) ? number : undefined
}

/** The inverse: flags of whole things are true or false, what is not a number is null. */
export function cellOf(column: Column, value: number): number | boolean | null {
  const { kind, extent } = specOf(column)
  if (!Number.isFinite(value)) return null
  return kind === 'flag' && extent !== 'token' ? value === 1 : shortestFloat(value)
}

/** The cells of all things of an extent as a column. What is absent is a gap, or 0; an absent key is unlike all others. */
export function numbersFrom(column: Column, cells: readonly (Cell | undefined)[]): Float32Array {
  const { kind, gaps } = specOf(column)
  if (kind === 'key') return interned(cells)
  return Float32Array.from(cells, cell => Number(cell ?? (gaps ? Number.NaN : 0)))
}

/** Whole numbers stand for themselves where all keys are such; else keys are numbered in order of appearance. */
function interned(keys: readonly (Cell | undefined)[]): Float32Array {
  const present = keys.filter(key => key !== undefined)
  const isWhole = (key: Cell) => /^(0|[1-9]\d{0,6})$/.test(String(key))
  const known = new Map<Cell, number>()
  if (present.every(isWhole)) for (const key of present) known.set(key, Number(key))
  let next = [...known.values()].reduce((most, number) => Math.max(most, number + 1), 0)
  return Float32Array.from(keys, key => {
    const number = (key === undefined ? undefined : known.get(key)) ?? next++
    if (key !== undefined) known.set(key, number)
    return number
  })
}
