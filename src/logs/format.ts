/** The contract of a format, and the registry: every file in `formats/` is one. */
import type { Column } from '../core/columns.ts'
import { lookUp } from '../core/fail.ts'
import type { LogExtra, LogPlace } from '../core/log.ts'
import type { Json } from './exchange-fields.ts'

/** One thing of a file: a line, a row of a table, an item of a list, or a whole document. */
export interface LogRecord {
  readonly place: LogPlace
  readonly json: Json
}

/** What a format may judge a file by. */
export interface Sample {
  /** With its folders, where known. */
  readonly name: string
  readonly container: Container
  /** The first few things of the file; none in an empty one. */
  readonly records: readonly Json[]
}

export type Container = 'lines' | 'document' | 'table' | 'archive'

/**
 * A rollout as its log has it, before anything is grouped. What common code does for all formats: grouping where no
 * `group` stands here, tokens where there are none, numbering, iterations, notices.
 */
export interface LogRow {
  readonly place: LogPlace
  readonly iteration?: number | undefined
  /** What the log calls the group; undefined where it calls it nothing. */
  readonly group?: string | undefined
  readonly prompt?: string | undefined
  /** Equal keys are equal prompts; omitted: the prompt. */
  readonly promptKey?: string | undefined
  readonly response?: string | undefined
  readonly answer?: string | undefined
  /** NaN where nothing could score it; undefined where the log has no rewards. */
  readonly reward?: number | undefined
  readonly rewardParts?: Readonly<Record<string, number>>
  /** Of the response: everything after the prompt. */
  readonly tokens?: readonly string[] | undefined
  readonly tokenIds?: readonly number[] | undefined
  /** A number per rollout, a key, or a number per token of the response. */
  readonly columns?: Readonly<Partial<Record<Column, number | string | readonly number[]>>>
  readonly turns?: readonly LogTurn[]
  readonly role?: string | undefined
  readonly discarded?: string | undefined
  readonly extra?: LogExtra
}

export interface LogTurn {
  /** Tokens start .. end-1 of the response. */
  readonly start: number
  readonly end: number
  readonly reward?: number
}

/** Something that a format did not read. The row stands in `place`. */
export type Complain = (field: string, expected: string, got: unknown, cure: string) => undefined

export interface LogFormat {
  readonly id: string
  readonly title: string
  readonly framework?: string
  /** Files that a folder of this format holds besides, by name: settings, metrics. They are passed over. */
  readonly beside?: RegExp
  /** How surely this is the format, from 0 to 1. At most 0.5 by names of fields that other formats have too. */
  readonly sniff: (sample: Sample) => number
  /**
   * The rollouts of one record; none where it holds none. What is wrong goes to `complain`; nothing is thrown, whatever
   * the record.
   */
  readonly rows: (record: LogRecord, complain: Complain) => readonly LogRow[]
}

const files = import.meta.glob<LogFormat>(['./formats/*.ts', '!./formats/*.test.ts'], {
  eager: true,
  import: 'default',
})

export const formats: ReadonlyMap<string, LogFormat> = new Map(
  Object.values(files)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(format => [format.id, format]),
)

export const formatOf = (id: string): LogFormat => lookUp('format', id, formats)
