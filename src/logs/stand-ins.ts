/** Values that a file did not know, taken from the column that stands in for them. */
import type { Batch } from '../core/batch.ts'
import { type Column, columns, isColumn, specOf } from '../core/columns.ts'
import { fail } from '../core/fail.ts'

export interface Filled {
  readonly batch: Batch
  /** By column: how many values another column stood in for. */
  readonly stoodIn: ReadonlyMap<Column, number>
}

/** Fills what a file did not know with the column that stands in for it (`standIn` in core/columns). */
export function withStandIns(batch: Batch): Filled {
  const stoodIn = new Map<Column, number>()
  const added: Partial<Record<Column, Float32Array>> = {}
  for (const column of columns) {
    const { standIn } = specOf(column)
    const values = batch[column]
    if (standIn === undefined || !values?.some(Number.isNaN)) continue
    const other = isColumn(standIn) ? batch[standIn] : undefined
    if (!other) fail(column, 'a value for every token', 'null', `Give ${standIn}, which stands in for it.`)
    stoodIn.set(column, values.filter((value, t) => Number.isNaN(value) && batch.mask?.[t] !== 0).length)
    added[column] = values.map((value, t) => (Number.isNaN(value) ? other[t]! : value))
  }
  return { batch: { ...batch, ...added }, stoodIn }
}

export function standInNotices(filled: readonly Filled[]): string[] {
  const total = new Map<Column, number>()
  for (const { stoodIn } of filled)
    for (const [column, count] of stoodIn) total.set(column, (total.get(column) ?? 0) + count)
  const told = [...total].filter(([, count]) => count > 0)
  return told.map(
    ([column, count]) =>
      `${column}: null at ${count === 1 ? '1 token' : `${count} tokens`}; ${specOf(column).standIn} is taken there, ratio 1.`,
  )
}
