/** The audit of a log as one value: which rule, what is wrong, and what was looked at. */
import type { Log } from '../core/log.ts'
import { checks } from './checks/index.ts'
import { type Finding, type Severity, severities } from './finding.ts'
import { verdictOf } from './rules/search.ts'
import type { Verdict } from './rules/verdict.ts'
import { verdictWords } from './rules/words.ts'
import { counted } from './words.ts'

export const auditSchema = 'advantage-playground/audit@1'

export interface Report {
  readonly schema: typeof auditSchema
  readonly log: {
    readonly name: string
    readonly format: string
    readonly framework: string | undefined
    readonly iterations: number
    readonly rollouts: number
    readonly groups: number
    /** How the groups were made, once for each way. */
    readonly grouping: readonly string[]
  }
  readonly verdict: Verdict
  /** The verdict in sentences; the first is the short answer. */
  readonly sentences: readonly string[]
  /** The worse first. */
  readonly findings: readonly Finding[]
  /** What was looked for, by check, and how often it was found. */
  readonly checked: readonly { readonly id: string; readonly asks: string; readonly found: number }[]
  readonly notices: readonly string[]
}

const bySeverity = (a: Finding, b: Finding): number => severities.indexOf(a.severity) - severities.indexOf(b.severity)

/** Audits a log. Every check runs; none changes anything. `begins` hears what is looked at next. */
export function audit(log: Log, begins: (asks: string) => void = () => {}): Report {
  begins('Which rule made the advantages?')
  const verdict = verdictOf(log)
  const found = checks.map(({ id, asks, find }) => {
    begins(asks)
    const findings = find({ log, verdict }).map((finding): Finding => ({ id, ...finding }))
    return { id, asks, findings }
  })
  const total = (count: (batch: Log['batches'][number]) => number) =>
    log.batches.reduce((sum, one) => sum + count(one), 0)
  return {
    schema: auditSchema,
    log: {
      name: log.name,
      format: log.format,
      framework: log.framework,
      iterations: log.batches.length,
      rollouts: total(({ rollouts }) => rollouts.length),
      groups: total(({ groupNames }) => groupNames.length),
      grouping: [...new Set(log.batches.map(({ grouping }) => grouping.words))].slice(0, 5),
    },
    verdict,
    sentences: verdictWords(log, verdict),
    findings: found.flatMap(({ findings }) => findings).sort(bySeverity),
    checked: found.map(({ id, asks, findings }) => ({ id, asks, found: findings.length })),
    notices: log.notices,
  }
}

const countOf = ({ findings }: Pick<Report, 'findings'>, severity: Severity): number =>
  findings.filter(finding => finding.severity === severity).length

/** "1 fault, 2 warnings, 0 notes". */
export const reportCounts = (report: Pick<Report, 'findings'>): string =>
  severities.map(severity => counted(countOf(report, severity), severity)).join(', ')
