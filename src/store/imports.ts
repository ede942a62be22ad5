/** The page's end of the worker that reads logs: a worker per reading, ended with it or in the middle of it. */
import type { KnownFormat, Log, LogBatch, LoggedRollout } from '../core/log.ts'
import type { ImportPiece, ImportRequest, LogHead, RowShape } from '../protocol/import.ts'

export type ImportNews =
  /** What logs may be read as. */
  | { readonly type: 'formats'; readonly formats: readonly KnownFormat[] }
  /** Fields and first rows of what is read. */
  | { readonly type: 'shape'; readonly shape: RowShape }
  | { readonly type: 'progress'; readonly file: string; readonly share: number; readonly rows: number }
  /** The first group as it will be read, while the rest is still coming. */
  | { readonly type: 'first'; readonly log: Log }
  | { readonly type: 'done'; readonly log: Log }
  /** The log in the exchange format, where that was asked for. */
  | { readonly type: 'file'; readonly content: Blob }
  | { readonly type: 'failed'; readonly why: string }

/** The far end: every piece is `heard`, or once that there will be none. */
export type SpawnImport = (
  request: ImportRequest,
  heard: (piece: ImportPiece) => void,
  lost: (why: string) => void,
) => { readonly end: () => void }

const spawnWorker: SpawnImport = (request, heard, lost) => {
  const worker = new Worker(new URL('../logs/import-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<ImportPiece>) => heard(data)
  worker.onerror = ({ message }) => lost(message || 'its files could not be loaded')
  worker.postMessage(request)
  return { end: () => worker.terminate() }
}

/** A log that is arriving. */
interface Arriving {
  readonly head: LogHead
  readonly vocabulary: Map<number, string>
  readonly batches: Omit<LogBatch, 'rollouts'>[]
  readonly rollouts: LoggedRollout[][]
}

/** Everything is here already: this only says so, and takes no longer for a larger log. */
const whole = ({ head, vocabulary, batches, rollouts }: Arriving): Log => ({
  ...head,
  vocabulary,
  batches: batches.map((batch, at) => ({ ...batch, rollouts: rollouts[at] ?? [] })),
})

/** Reads; `tell` hears of it until it is done, has failed, or is ended by what comes back. */
export function startImport(
  request: ImportRequest,
  tell: (news: ImportNews) => void,
  spawn: SpawnImport = spawnWorker,
): () => void {
  let arriving: Arriving | undefined
  let ended = false
  const end = (news?: ImportNews) => {
    if (ended) return
    ended = true
    reading.end()
    if (news) tell(news)
  }
  const heard = (piece: ImportPiece) => {
    if (ended) return
    switch (piece.type) {
      case 'progress':
        tell({ ...piece, share: piece.bytes / Math.max(1, piece.total) })
        return
      case 'formats':
      case 'shape':
      case 'first':
        tell(piece)
        return
      case 'head':
        arriving = { head: piece.head, vocabulary: new Map(), batches: [], rollouts: [] }
        return
      case 'words':
        for (const [id, text] of piece.words) arriving?.vocabulary.set(id, text)
        return
      case 'batch':
        arriving?.batches.push(piece.batch)
        arriving?.rollouts.push([])
        return
      case 'rollouts':
        arriving?.rollouts[piece.at]?.push(...piece.rollouts)
        return
      case 'done':
        if (arriving) end({ type: 'done', log: whole(arriving) })
        return
      case 'file':
      case 'failed':
        end(piece)
    }
  }
  const lost = (why: string) => end({ type: 'failed', why: `The worker that reads logs has stopped: ${why}.` })
  const reading = spawn(request, heard, lost)
  return () => end()
}
