/**
 * The exchange format, schema `advantage-playground/rollout@1`: one rollout per line, JSON. What the page exports and
 * imports, what the command line reads, and what other formats are converted to.
 */
import type { Column } from '../core/columns.ts'
import { PlaygroundError } from '../core/fail.ts'
import type { Log } from '../core/log.ts'
import { parseLine } from './exchange-line.ts'
import { formatOf } from './format.ts'
import { Gathering } from './gather.ts'

export { exchangeSchema, type Line } from './exchange-line.ts'
export { type ExchangeText, writeExchange } from './exchange-write.ts'
export { ExchangeError } from './problems.ts'

export interface ReadOptions {
  /** Columns that will be read. What is wrong with another is told, and that column left out. Omitted: all. */
  readonly reads?: readonly Column[]
}

/** Reads a text. Throws an ExchangeError that lists every malformed line; nothing is guessed. */
export function readExchange(text: string, { reads }: ReadOptions = {}): Log {
  const gathering = new Gathering(formatOf('exchange'), { name: 'rollouts', reads })
  for (const [k, source] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (source.trim() === '') continue
    const json = parseLine(source, k + 1)
    if (json instanceof PlaygroundError) gathering.problem(json)
    else gathering.add('rollouts', [{ row: k + 1, json }])
  }
  return gathering.log()
}
