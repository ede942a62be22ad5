import { type Column, specOf } from '../../../core/columns.ts'
import { unreachable } from '../../../core/fail.ts'
import { tensorNeeds } from '../../../methods/loss.ts'
import { columnsRead } from '../../../methods/needs.ts'
import type { Run } from '../../run.ts'

/** Whether a column is worth its cost in this run, now. Columns that nobody's formula reads may be, when somebody looks. */
export function isWanted(run: Pick<Run, 'method' | 'watched' | 'params'>, column: Column): boolean {
  const { cost } = specOf(column)
  const isRead = () => {
    const loss: readonly string[] = run.method.objective ? tensorNeeds(run.method, run.params) : []
    return columnsRead(run.method).includes(column) || loss.includes(column)
  }
  switch (cost) {
    case 'always':
      return true
    case 'watched':
      return run.watched || isRead()
    case 'needed':
      return isRead()
    case undefined:
      return false
  }
  return unreachable(cost, 'columns.cost')
}
