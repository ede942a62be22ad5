/** Lines that are one object of columns, as data frames are written. */
import type { Fields } from './exchange-fields.ts'
import { listFrom } from './values.ts'

/** A row per position. The longest column counts; one that is shorter is told, and ends with values that are missing. */
export function rowsOfColumns(fields: Fields): Fields[] {
  const columns = Object.entries(fields.json).flatMap(([name, value]) => {
    const list = listFrom(value)
    return list ? [{ name, list }] : []
  })
  const length = Math.max(0, ...columns.map(({ list }) => list.length))
  for (const { name, list } of columns)
    if (list.length > 0 && list.length < length)
      fields.problem(
        name,
        `${length} values, as many as other columns`,
        `${list.length}`,
        'The last ones count as missing.',
      )
  return Array.from({ length }, (_, k) =>
    fields.with(Object.fromEntries(columns.map(({ name, list }) => [name, list[k] ?? null])), `[${k}].`),
  )
}
