/** Parquet tables, a row group at a time. */
import { PlaygroundError } from '../../core/fail.ts'
import { isObject, type Json } from '../exchange-fields.ts'
import type { LogFile } from '../file.ts'

/** Rows read at once: the first group of a long table need not wait for all of it. */
const rowsAtOnce = 2048

/** Rows as objects, columns in the order of the file. Throws the house error where the file is no whole table. */
export async function* parquetRows(file: LogFile): AsyncIterable<readonly Json[]> {
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
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
      error instanceof Error ? error.message : 'something else',
      'The trainer may have been stopped while it wrote: open the files of the other steps.',
    )
  }
  const metadata = await parquetMetadataAsync(buffer).catch(damaged)
  const total = Number(metadata.num_rows)
  for (let from = 0; from < total; from += rowsAtOnce) {
    const range = { rowStart: from, rowEnd: Math.min(total, from + rowsAtOnce) }
    const rows = await parquetReadObjects({ file: buffer, metadata, compressors, ...range }).catch(damaged)
    yield rows.map(row => plainRow(row))
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
