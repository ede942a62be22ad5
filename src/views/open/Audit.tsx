import { useEffect, useState } from 'react'
import type { AuditPiece, ShownAudit, ShownFinding } from '../../protocol/audit.ts'
import { startAudit } from '../../store/audits.ts'
import type { Opening } from '../../store/open-log.ts'
import { percent } from '../kit/numbers.ts'
import { saveFile } from '../kit/save-file.ts'
import './audit.css'

interface AuditProps {
  readonly opening: Opening
  /** Of the log, for names of files. */
  readonly name: string
}

/** Which rule made the advantages of the log, and what is wrong with it; made in a worker once the log is read. */
export default function Audit({ opening: { files, settings }, name }: AuditProps) {
  const [heard, setHeard] = useState<AuditPiece>({ type: 'progress', doing: 'Beginning', share: undefined })
  // While files are read again, what was found stays, so that nothing jumps.
  const [before, setBefore] = useState<ShownAudit>()
  useEffect(
    () =>
      startAudit({ files, ...settings }, piece => {
        setHeard(piece)
        setBefore(shown => (piece.type === 'done' ? piece.audit : piece.type === 'failed' ? undefined : shown))
      }),
    [files, settings],
  )
  return (
    <section className="audit" aria-label="Audit" aria-busy={heard.type === 'progress'}>
      <h3>Which rule made the advantages</h3>
      <p className="visually-hidden" role="status">
        {heard.type === 'done' ? `Audited: ${heard.audit.counts}.` : heard.type === 'progress' && 'The log is audited.'}
      </p>
      {heard.type === 'progress' && <Progress doing={heard.doing} share={heard.share} />}
      {heard.type === 'failed' && (
        <p className="open-failed" role="alert">
          {heard.why}
        </p>
      )}
      {before && <Shown audit={before} name={name.replace(/[^\w.-]+/g, '-')} />}
    </section>
  )
}

function Progress({ doing, share }: { readonly doing: string; readonly share: number | undefined }) {
  return (
    <>
      <p className="panel-note">{share === undefined ? doing : `${doing}, ${percent(share)}`}</p>
      <progress className="audit-progress" aria-label="Audited so far" {...(share !== undefined && { value: share })} />
    </>
  )
}

function Shown({ audit, name }: { readonly audit: ShownAudit; readonly name: string }) {
  const [short = '', ...rest] = audit.sentences
  return (
    <>
      <p className="audit-short">{short}</p>
      {rest.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      <Rules rules={audit.rules} />
      <h3>What stands out: {audit.counts}</h3>
      {audit.findings.length > 0 && (
        <ul className="audit-findings">
          {audit.findings.map((finding, k) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes its order.
            <Card key={k} finding={finding} />
          ))}
        </ul>
      )}
      <details>
        <summary>
          {audit.quiet.length} of {audit.checks} checks found nothing
        </summary>
        <ul className="audit-rows">
          {audit.quiet.map(asks => (
            <li key={asks}>{asks}</li>
          ))}
        </ul>
      </details>
      <div className="open-ways">
        <button type="button" className="button" onClick={() => saveFile(`${name}.audit.html`, audit.html)}>
          Save the report
        </button>
        <button type="button" className="button" onClick={() => saveFile(`${name}.audit.json`, audit.json)}>
          Save it as JSON
        </button>
      </div>
    </>
  )
}

function Rules({ rules }: Pick<ShownAudit, 'rules'>) {
  if (rules.length === 0) return null
  return (
    <details>
      <summary>Rules that were compared: {rules.length}</summary>
      <dl className="audit-rules">
        {rules.map(({ says, name, detail, fit }, k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes its order.
          <div key={k} data-says={says}>
            <dt>
              {name} <span>{says}</span>
            </dt>
            <dd>{detail}</dd>
            <dd>{fit}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** A shape for each severity, beside its word: an octagon, a triangle, a circle. */
const shapes: Readonly<Record<ShownFinding['severity'], { readonly path: string; readonly sign: string }>> = {
  fault: { path: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z', sign: 'M5.5 5.5l5 5m0-5l-5 5' },
  warning: { path: 'M8 1.5L15.2 14.5H.8z', sign: 'M8 6v4m0 1.8v.4' },
  note: { path: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z', sign: 'M8 7.2v4M8 4.6v.4' },
}

function Card({ finding: { severity, kind, title, text, cure, rows, rowCount } }: { readonly finding: ShownFinding }) {
  const { path, sign } = shapes[severity]
  return (
    <li className="audit-card" data-severity={severity}>
      <p className="audit-kind">
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path d={path} />
          <path d={sign} />
        </svg>
        {kind}
      </p>
      <h4>{title}</h4>
      <p>{text}</p>
      <p className="audit-cure">{cure}</p>
      {rowCount > 0 && (
        <details>
          <summary>{rowCount === 1 ? '1 row' : `${rowCount.toLocaleString('en')} rows`}</summary>
          <ul className="audit-rows">
            {rows.map((row, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several rollouts may stand in one row.
              <li key={k}>{row}</li>
            ))}
            {rowCount > rows.length && <li>and {(rowCount - rows.length).toLocaleString('en')} more</li>}
          </ul>
        </details>
      )}
    </li>
  )
}
