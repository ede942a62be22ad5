/** Auditing a log for the page: reads it, and hands over what is shown and what is saved. */
import { blobFile, reasonOf } from '../logs/importing.ts'
import { readLog } from '../logs/read.ts'
import type { AuditPiece, AuditRequest, ShownAudit } from '../protocol/audit.ts'
import { type Finding, severityWords } from './finding.ts'
import { audit, type Report, reportCounts } from './report.ts'
import { reportHtml } from './report-html.ts'
import { comparedRules } from './rules/compared.ts'
import { digits, placeWords } from './words.ts'

/** Resolves when all is told. */
export async function auditFiles(request: AuditRequest, tell: (piece: AuditPiece) => void): Promise<void> {
  const { files, format, mapping, groups } = request
  try {
    const log = await readLog(
      files.map(({ name, content }) => blobFile(name, content)),
      {
        ...(format !== undefined && { format }),
        ...(mapping && { mapping }),
        ...(groups && { groups }),
        onProgress: ({ bytes, total }) =>
          tell({ type: 'progress', doing: 'Reading all rows', share: bytes / Math.max(1, total) }),
      },
    )
    const report = audit(log, doing => tell({ type: 'progress', doing, share: undefined }))
    tell({ type: 'done', audit: shownAudit(report) })
  } catch (error) {
    tell({ type: 'failed', why: reasonOf(error) })
  }
}

const mostRows = 40

const shownFinding = ({ id: _, rows, ...finding }: Finding): ShownAudit['findings'][number] => ({
  ...finding,
  kind: severityWords[finding.severity],
  rows: rows.slice(0, mostRows).map(placeWords),
  rowCount: rows.length,
})

/** What a page shows of a report; small, whatever the log's size. */
export const shownAudit = (report: Report): ShownAudit => ({
  sentences: report.sentences,
  rules: comparedRules(report.verdict).map(({ says, fit: { name, detail, met, telling, largest, median } }) => ({
    says,
    name,
    detail,
    fit: `${met} of ${telling} groups; residual at most ${digits(largest)}, in the middle ${digits(median)}`,
  })),
  counts: reportCounts(report),
  findings: report.findings.map(shownFinding),
  quiet: report.checked.filter(({ found }) => found === 0).map(({ asks }) => asks),
  checks: report.checked.length,
  html: new Blob([reportHtml(report)], { type: 'text/html' }),
  json: new Blob([JSON.stringify(report)], { type: 'application/json' }),
})
