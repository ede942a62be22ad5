/** The worker that reads one log, so that the page never waits for a file. Who no longer wants it ends the worker. */
import type { ImportRequest } from '../protocol/import.ts'
import { importLog } from './importing.ts'

self.onmessage = ({ data }: MessageEvent<ImportRequest>) =>
  importLog(data, (piece, transfer = []) => self.postMessage(piece, { transfer: [...transfer] }))
