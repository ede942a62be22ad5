/** The matrix as comma-separated values: a line per method, all digits. Pure. */
import { csv } from '../../kit/csv.ts'
import type { Matrix } from './matrix.ts'

export function csvOf({ columns, rows }: Matrix): string {
  const head = ['method', 'key', ...columns.map(({ spoken }) => spoken), 'sum', 'largest', 'to base', 'rank', 'flips']
  const lines = rows.map(({ entry, values, comparison, because }) => [
    entry.title,
    entry.key,
    ...(values ?? columns.map(() => undefined)),
    ...[comparison?.sum, comparison?.largest, comparison?.ratio, comparison?.rank, comparison?.flips],
    ...(because === undefined ? [] : [because]),
  ])
  return csv([head, ...lines])
}
