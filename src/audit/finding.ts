/** What an audit hands back of one fault, and what a check of the folder `checks` is. */
import type { Log, LogPlace } from '../core/log.ts'
import type { Verdict } from './rules/verdict.ts'

/** `fault`: training on it goes wrong; `warning`: it may; `note`: worth knowing. */
export const severities = ['fault', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]
export const severityWords: Readonly<Record<Severity, string>> = { fault: 'Fault', warning: 'Warning', note: 'Note' }

/** A rollout of the log. */
export interface Row {
  /** Place in `log.batches`, and in its batch. */
  readonly batch: number
  readonly rollout: number
  readonly iteration: number | undefined
  readonly source: LogPlace
}

export interface Finding {
  /** Of the check that made it. */
  readonly id: string
  readonly severity: Severity
  readonly title: string
  /** Quotes the log's own numbers. */
  readonly text: string
  /** What to do about it. */
  readonly cure: string
  readonly rows: readonly Row[]
}

/** What checks look at. */
export interface Subject {
  readonly log: Log
  /** Which rule made the advantages. */
  readonly verdict: Verdict
}

/** One thing that can be wrong with a log. */
export interface Check {
  readonly id: string
  /** What it looks for, as a question that a person asks. */
  readonly asks: string
  readonly find: (subject: Subject) => readonly Omit<Finding, 'id'>[]
}

/** A check of a file in `checks`, which is its default export. */
export const defineCheck = (check: Check): Check => check
