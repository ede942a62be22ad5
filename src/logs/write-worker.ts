/** The worker that writes a run's rollouts: an iteration at a time, and at the end the file. */
import type { WriteAnswer, WriteAsked } from '../protocol/write.ts'
import { snapshotLines } from './write-snapshot.ts'

const written: string[] = []

function hear(asked: WriteAsked): WriteAnswer | undefined {
  try {
    if (asked.type === 'end') return { content: new Blob(written) }
    written.push(snapshotLines(asked.snapshot, asked.vocabulary))
    return undefined
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

self.onmessage = ({ data }: MessageEvent<WriteAsked>) => {
  const answer = hear(data)
  if (answer) self.postMessage(answer)
}
