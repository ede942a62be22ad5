/** What the page asks of the worker that reads logs, and what comes back: a log in pieces, none of which takes long to take. */
import type { KnownFormat, Log, LogBatch, LoggedRollout } from '../core/log.ts'
import type { Mapping } from '../core/mapping.ts'
import type { GroupChoice } from '../logs/group-rows.ts'

export interface ImportRequest {
  readonly files: readonly { readonly name: string; readonly content: Blob }[]
  readonly format?: string
  readonly mapping?: Mapping
  readonly groups?: GroupChoice | undefined
  /** Hands back the log in the exchange format instead of in pieces. */
  readonly convert?: boolean
}

/** A log without what is long. */
export type LogHead = Omit<Log, 'batches' | 'vocabulary'>

export type ImportPiece =
  /** What logs may be read as. */
  | { readonly type: 'formats'; readonly formats: readonly KnownFormat[] }
  | { readonly type: 'shape'; readonly shape: RowShape }
  | {
      readonly type: 'progress'
      readonly file: string
      readonly bytes: number
      readonly total: number
      readonly rows: number
    }
  /** The first group as it will be read, while the rest is still coming. */
  | { readonly type: 'first'; readonly log: Log }
  | { readonly type: 'head'; readonly head: LogHead }
  /** Texts of token ids. */
  | { readonly type: 'words'; readonly words: readonly (readonly [id: number, text: string])[] }
  | { readonly type: 'batch'; readonly at: number; readonly batch: Omit<LogBatch, 'rollouts'> }
  | { readonly type: 'rollouts'; readonly at: number; readonly rollouts: readonly LoggedRollout[] }
  | { readonly type: 'done' }
  /** The log in the exchange format. */
  | { readonly type: 'file'; readonly content: Blob }
  | { readonly type: 'failed'; readonly why: string }

/** What a person needs to say which field is what. */
export interface RowShape {
  readonly fields: readonly string[]
  /** The first few rows, a text per field. */
  readonly rows: readonly (readonly string[])[]
}
