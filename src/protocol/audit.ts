/** What the page asks of the worker that audits logs, and what comes back: words to show, and the report as files. */
import type { Finding } from '../audit/finding.ts'
import type { ImportRequest } from './import.ts'

/** The files are read again, so that no log has to travel through the page. */
export type AuditRequest = Omit<ImportRequest, 'convert'>

/** A finding with its rows in words, of which no more than a person reads. */
export interface ShownFinding extends Omit<Finding, 'rows' | 'id'> {
  /** The severity as a word. */
  readonly kind: string
  readonly rows: readonly string[]
  /** Rows in all. */
  readonly rowCount: number
}

export interface ShownAudit {
  /** Which rule; the first sentence is the short answer. */
  readonly sentences: readonly string[]
  readonly rules: readonly {
    readonly says: string
    readonly name: string
    readonly detail: string
    readonly fit: string
  }[]
  /** "1 fault, 2 warnings, 0 notes". */
  readonly counts: string
  readonly findings: readonly ShownFinding[]
  /** What was looked for without finding anything. */
  readonly quiet: readonly string[]
  readonly checks: number
  /** The whole report. */
  readonly html: Blob
  readonly json: Blob
}

export type AuditPiece =
  /** `share` of the reading; undefined while it is audited. */
  | { readonly type: 'progress'; readonly doing: string; readonly share: number | undefined }
  | { readonly type: 'done'; readonly audit: ShownAudit }
  | { readonly type: 'failed'; readonly why: string }
