/** Parquet tables, a row group at a time. */
import { PlaygroundError } from '../../core/fail.ts'
import { isObject, type Json } from '../exchange-fields.ts'
import type { LogFile } from '../file.ts'

/** Rows read at once: the first group of a long table need not wait for all of it. */
const rowsAtOnce = 2048

/** Rows as objects, columns in the order of the file. Throws the house error where the file is no whole table. */
export async function* parquetRows(file: LogFile): AsyncIterable<readonly Json[]> {
  const [{ parquetMetadataAsync, parquetReadObjects, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ])
  const buffer = {
    byteLength: file.size,
    slice: (from: number, to?: number) => file.bytes(from < 0 ? file.size + from : from, to ?? file.size),
  }
  const damaged = (error: unknown): never => {
    throw new PlaygroundError(
      file.name,
      'a whole parquet table',
      gotOf(error),
      'The trainer may have been stopped while it wrote: open the files of the other steps.',
    )
  }
  const metadata = await parquetMetadataAsync(buffer).catch(damaged)
  const names = attempt(() => parquetSchema(metadata).children.map(({ element }) => element.name), damaged)
  const readColumn = (name: string, rowStart: number, rowEnd: number): Promise<readonly Json[]> =>
    parquetReadObjects({ file: buffer, metadata, compressors, columns: [name], rowStart, rowEnd }).catch(damaged)
  for (const { from, to } of stretches(metadata.row_groups.map(({ num_rows }) => Number(num_rows)))) {
    const rows: Json[] = Array.from({ length: to - from }, () => ({}))
    // One after another: of several under way at once, the second that fails would be nobody's to catch.
    for (const name of names) {
      const column = await readColumn(name, from, to)
      for (const [k, row] of rows.entries()) rows[k] = { ...row, [name]: plain(column[k]?.[name] ?? null) }
    }
    yield rows
  }
}

function attempt<T>(read: () => T, otherwise: (error: unknown) => never): T {
  try {
    return read()
  } catch (error) {
    return otherwise(error)
  }
}

/** What the library says of the table; its own stumbling over a damaged one tells nobody anything. */
const gotOf = (error: unknown): string =>
  error instanceof Error && error.constructor === Error && !error.message.includes('undefined')
    ? error.message
    : 'one with damaged pages or a damaged footer'

/** Parts of the row groups, none across two of them. */
function* stretches(sizes: readonly number[]): Iterable<{ readonly from: number; readonly to: number }> {
  let start = 0
  for (const size of sizes) {
    for (let from = start; from < start + size; from += rowsAtOnce)
      yield { from, to: Math.min(start + size, from + rowsAtOnce) }
    start += size
  }
}

const plainRow = (row: Json): Json =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))

/** Large integers, times and typed lists as JSON has them. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.toISOString()
  if (isTyped(value)) return Array.from(value, plain)
  if (Array.isArray(value)) return value.map(plain)
  return isObject(value) ? plainRow(value) : value
}

const isTyped = (value: unknown): value is ArrayLike<number | bigint> =>
  ArrayBuffer.isView(value) && !(value instanceof DataView)
