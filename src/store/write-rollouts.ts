/** The page's end of the worker that writes rollouts: a worker per file. */
import { breathe } from '../core/breathe.ts'
import { fail } from '../core/fail.ts'
import type { Snapshot } from '../core/snapshot.ts'
import type { WriteAnswer, WriteAsked } from '../protocol/write.ts'

/** These iterations in the exchange format, in this order. `vocabulary`: text of a token id. Fails with the worker's words. */
export async function writeRollouts(snapshots: readonly Snapshot[], vocabulary: readonly string[]): Promise<Blob> {
  const worker = new Worker(new URL('../logs/write-worker.ts', import.meta.url), { type: 'module' })
  try {
    const answer = answerOf(worker)
    const tell = (asked: WriteAsked) => worker.postMessage(asked)
    for (const { iteration, batch, problems } of snapshots) {
      tell({ type: 'snapshot', snapshot: { iteration, batch, problems }, vocabulary })
      // A message is copied at once; the page is drawn in between.
      await breathe()
    }
    tell({ type: 'end' })
    const heard = await answer
    return 'content' in heard
      ? heard.content
      : fail('save rollouts', 'a file', heard.failed, 'Save one iteration alone.')
  } finally {
    worker.terminate()
  }
}

const answerOf = (worker: Worker): Promise<WriteAnswer> =>
  new Promise(resolve => {
    worker.onmessage = ({ data }: MessageEvent<WriteAnswer>) => resolve(data)
    worker.onerror = ({ message }) => resolve({ failed: message || 'The worker that writes has stopped.' })
  })
