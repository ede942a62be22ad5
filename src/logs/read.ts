/** From files of any format to a log. */
import type { Column } from '../core/columns.ts'
import { fail } from '../core/fail.ts'
import type { Log } from '../core/log.ts'
import { readExchange } from './exchange.ts'
import { type LogFile, textOf } from './file.ts'

export interface ReadLogOptions {
  /** Id of a format; omitted: the one that the files look like. */
  readonly format?: string
  /** Columns that will be read. What is wrong with another is told, and that column left out. Omitted: all. */
  readonly reads?: readonly Column[]
  readonly signal?: AbortSignal
}

/** Reads files of one log. Throws the house error where they hold no rollout that can be read. */
export async function readLog(files: readonly LogFile[], { reads }: ReadLogOptions = {}): Promise<Log> {
  const [file] = files
  if (!file) fail('log', 'at least one file', 'none', 'Choose the files or the folder that a trainer wrote.')
  return readExchange(await textOf(file), { name: file.name, ...(reads && { reads }) })
}
