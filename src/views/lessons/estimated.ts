/** Numbers of an estimate block, as its rows are written. */
import type { EstimateBlock, EstimateReading, EstimateRow } from '../../core/lesson.ts'
import { resolveMethod } from '../../methods/index.ts'
import { wholeOf } from '../../methods/whole.ts'
import { advantagesOf, type WrittenArm } from '../../methods/written-groups.ts'

/** [n] advantages of written rows under a method. */
export const advantagesHere = (rows: readonly EstimateRow[], arm: WrittenArm): Float32Array =>
  advantagesOf(rows, arm, wholeOf(resolveMethod(arm.method)))

/** NaN where there is no such arm. */
export function estimated(
  { rows, arms }: Pick<EstimateBlock, 'arms'> & { readonly rows: readonly EstimateRow[] },
  { arm, row, over }: EstimateReading,
): number {
  const value = (id: string, at: number): number => {
    const found = arms.find(one => one.id === id)
    return (found && advantagesHere(rows, found)[at]) ?? Number.NaN
  }
  return over ? value(arm, row) / value(over.arm, over.row) : value(arm, row)
}
