/** Comma-separated values with all digits, for spreadsheets. Pure. */
import { shortestFloat } from '../../core/math.ts'

export type CsvCell = string | number | undefined

/** Quoted where it must be; a spreadsheet must take no foreign text for a formula. */
function textCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

function cell(value: CsvCell): string {
  if (typeof value === 'string') return textCell(value)
  return value === undefined || Number.isNaN(value) ? '' : String(shortestFloat(value))
}

/** A line per row; what is undefined or NaN is an empty cell, a number the shortest that reads back as the same. */
export const csv = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map(cells => `${cells.map(cell).join(',')}\n`).join('')
