/** The page's end of the worker that audits logs: a worker per audit, ended with it or in the middle of it. */
import type { AuditPiece, AuditRequest } from '../protocol/audit.ts'

/** Audits; `tell` hears of it until it is done, has failed, or is ended by what comes back. */
export function startAudit(request: AuditRequest, tell: (piece: AuditPiece) => void): () => void {
  const worker = new Worker(new URL('../audit/audit-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<AuditPiece>) => {
    if (data.type !== 'progress') worker.terminate()
    tell(data)
  }
  worker.onerror = ({ message }) =>
    tell({ type: 'failed', why: `The worker that audits has stopped: ${message || 'its files could not be loaded'}.` })
  worker.postMessage(request)
  return () => worker.terminate()
}
