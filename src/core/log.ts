/**
 * What was read of a training that happened elsewhere: its iterations as batches, where every row came from, and what
 * the files hold. Readers of formats (`logs/`) make it; audit, bench and page read it. Plain data, so that a worker can
 * hand it over.
 */
import type { Batch } from './batch.ts'
import type { LogLook } from './log-look.ts'

/** Where a rollout stands, for messages that name it. */
export interface LogPlace {
  /** The file as it was given, with its folders where known. */
  readonly file: string
  /** Line of a text file, row of a table, or member of a list, from 1. Rollouts of one line of groups share it. */
  readonly row: number
}

/** Plain data of a field that no reader knows. */
export type LogExtra = Readonly<Record<string, unknown>>

export interface LoggedRollout {
  readonly source: LogPlace
  /** Counts the rollouts of a log in the order of reading, from 0; no two share it. */
  readonly order: number
  readonly prompt?: string
  /** Equal keys are equal prompts, where the log has ids of its tokens or a key of its own; else the prompt. */
  readonly promptKey?: string
  readonly response?: string
  /** Of those in `groupNames`. */
  readonly group: string
  /** Which agent wrote it, where several did. */
  readonly role?: string
  /** Why the trainer left it out of its update. */
  readonly discarded?: string
  /** What else its row said, by field. */
  readonly extra: LogExtra
}

/**
 * What the groups were made by: ids in the file; equal prompts; the position in the file, where prompts alone would
 * merge groups or there are none; or the size or field that a person chose.
 */
export type GroupedBy = 'recorded' | 'prompt' | 'position' | 'chosen'

export interface Grouping {
  readonly by: GroupedBy
  /** The same as a clause: "256 groups of 8 by equal prompts". */
  readonly words: string
}

/** The rollouts of one iteration. */
export interface LogBatch {
  /** Undefined where the log counts none. */
  readonly iteration: number | undefined
  /**
   * What was logged, under the names of `core/columns.ts`: `advantage` (NaN where a row has none), `credit` where
   * advantages are per token, log-probabilities, values and so on.
   */
  readonly batch: Batch
  /** [n] in the batch's order. */
  readonly rollouts: readonly LoggedRollout[]
  /** [groups] */
  readonly groupNames: readonly string[]
  readonly grouping: Grouping
  /** Made with it where it was read for the page. */
  readonly look?: LogLook
}

/**
 * How a log comes by a field: it stands there; it was computed of what stands there; or it cannot be had. `because`
 * completes the sentence "tokens are recomputed, because ..."; present for all but `recorded`.
 */
export interface LogField {
  readonly state: 'recorded' | 'recomputed' | 'unavailable'
  readonly because?: string
}

/** What a log may hold beside the columns of a batch. */
export const logParts = [
  'iteration',
  'group',
  'prompt',
  'response',
  'answer',
  'rewardParts',
  'tokens',
  'turns',
] as const
export type LogPart = (typeof logParts)[number]

export interface KnownFormat {
  readonly id: string
  /** For people. */
  readonly title: string
}

export interface Recognised {
  /** How sure the first rows are of it: 0 to 1, a rating and no probability. */
  readonly sure: number
  /** What else they might be, surest first. */
  readonly others: readonly (KnownFormat & { readonly sure: number })[]
}

export interface Log {
  /** Of the files, for people. */
  readonly name: string
  /** Id of the format that read it, and its name for people. */
  readonly format: string
  readonly title: string
  /** The trainer that writes this format; undefined where several do or nobody knows. */
  readonly framework: string | undefined
  /** How the format was told; absent where somebody chose it. */
  readonly recognised?: Recognised
  /** By iteration, ascending; rollouts without one come first. */
  readonly batches: readonly LogBatch[]
  /** Text of each token id, where it is known. */
  readonly vocabulary: ReadonlyMap<number, string>
  /** By `LogPart`, and by column of a batch (also `reward`): every field that somebody would ask for. */
  readonly fields: Readonly<Record<string, LogField>>
  /** One sentence each: what was left out, guessed or read otherwise than it stands. */
  readonly notices: readonly string[]
  /** What is wrong with single rows, each with its place; these rows, or what is wrong of them, were left out. */
  readonly problems: readonly string[]
}

export const isRecorded = (log: Pick<Log, 'fields'>, field: string): boolean => log.fields[field]?.state === 'recorded'

/** All rollouts of a log in the order of its files. */
export const inFileOrder = <T>(batches: readonly LogBatch[], read: (batch: LogBatch, i: number) => T): T[] =>
  batches
    .flatMap(batch => batch.rollouts.map(({ order }, i) => ({ order, value: read(batch, i) })))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value)
