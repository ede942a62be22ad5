/** The worker that audits one log, so that the page never waits for it. Who no longer wants it ends the worker. */
import type { AuditRequest } from '../protocol/audit.ts'
import { auditFiles } from './auditing.ts'

self.onmessage = ({ data }: MessageEvent<AuditRequest>) => auditFiles(data, piece => self.postMessage(piece))
