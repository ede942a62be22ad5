/** Numbers of an estimate block, as its rows are written. */
import type { EstimateBlock, EstimateReading, EstimateRow } from '../../core/lesson.ts'
import { advantagesOf } from '../../methods/written-groups.ts'

/** NaN where there is no such arm. */
export function estimated(
  { rows, arms }: Pick<EstimateBlock, 'arms'> & { readonly rows: readonly EstimateRow[] },
  { arm, row, over }: EstimateReading,
): number {
  const value = (id: string, at: number): number => {
    const found = arms.find(one => one.id === id)
    return (found && advantagesOf(rows, found)[at]) ?? Number.NaN
  }
  return over ? value(arm, row) / value(over.arm, over.row) : value(arm, row)
}
