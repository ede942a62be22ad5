/** The contract of a format, and the registry: every file in `formats/` is one. */
import { lookUp } from '../core/fail.ts'
import type { Cells } from './exchange-columns.ts'
import type { Fields, Json } from './exchange-fields.ts'

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
  readonly rewardParts?: { readonly [part: string]: number | undefined }
  /** Of the response: everything after the prompt. */
  readonly tokens?: readonly string[] | undefined
  readonly tokenIds?: readonly number[] | undefined
  /** One value per rollout or group, as many as there are tokens per token. */
  readonly cells?: Cells
  readonly turns?: readonly LineTurn[]
  readonly role?: string | undefined
  /** Sampled to measure, not to train. */
  readonly evaluation?: boolean
  /** Why the trainer left it out of its update. */
  readonly discarded?: string | undefined
  readonly extra?: Json
}

export interface LineTurn {
  /** Tokens start .. end-1 of the response. */
  readonly start: number
  readonly end: number
  readonly cells: Cells
}

export interface LogFormat {
  readonly id: string
  readonly title: string
  readonly framework?: string
  /** Names of files that stand beside the rollouts: settings, metrics, summaries. They are passed over. */
  readonly beside?: RegExp
  /** A file with any fault is refused: nothing is guessed. */
  readonly strict?: true
  /** Fields of a record that are not kept. */
  readonly unknown?: (json: Json) => readonly string[]
  /** Its rewards are sums of their parts, with weights that the log does not tell. */
  readonly weighsParts?: true
  /** Groups are numbered anew in every file. */
  readonly groupsOfFile?: true
  /** How surely this is the format, from 0 to 1. At most 0.5 by names of fields that other formats have too. */
  readonly sniff: (sample: Sample) => number
  /**
   * The rollouts of one record; none where it holds none. What is wrong is reported through `fields`; nothing is thrown,
   * whatever the record.
   */
  readonly rows: (fields: Fields) => readonly LogRow[]
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
