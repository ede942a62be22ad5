/** The matrix as comma-separated values: a line per method, all digits. Pure. */
import { shortestFloat } from '../../../core/math.ts'
import type { Matrix } from './matrix.ts'

/** Quoted where it must be; a spreadsheet must take no foreign text for a formula. */
const text = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
const number = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : String(shortestFloat(value))

export function csvOf({ columns, rows }: Matrix): string {
  const head = ['method', 'key', ...columns.map(({ spoken }) => spoken), 'sum', 'largest', 'to base', 'rank', 'flips']
  const lines = rows.map(({ entry, values, comparison, because }) => [
    text(entry.title),
    text(entry.key),
    ...(values ? values.map(number) : columns.map(() => '')),
    ...[comparison?.sum, comparison?.largest, comparison?.ratio, comparison?.rank, comparison?.flips].map(number),
    ...(because === undefined ? [] : [text(because)]),
  ])
  return [head.map(text), ...lines].map(cells => `${cells.join(',')}\n`).join('')
}
