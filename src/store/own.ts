/**
 * The page's end of the worker that runs estimators of one's own. The sandbox in it ends what takes too long; a worker
 * that does not answer all the same is ended from here, and the next question starts another.
 */
import { openingPatience, runPatience } from '../own/patience.ts'
import type { OwnAnswer, OwnAsked } from '../protocol/own.ts'

/** The far end. `heard` gets every message, whatever it is. */
export type SpawnOwn = (
  heard: (message: unknown) => void,
  lost: () => void,
) => { readonly post: (asked: OwnAsked) => void; readonly end: () => void }

const spawnWorker: SpawnOwn = (heard, lost) => {
  const worker = new Worker(new URL('../own/run-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<unknown>) => heard(data)
  worker.onerror = lost
  return { post: asked => worker.postMessage(asked), end: () => worker.terminate() }
}

const isAnswer = (message: unknown): message is OwnAnswer =>
  typeof message === 'object' && message !== null && 'asked' in message && ('column' in message || 'fault' in message)

export interface OwnRunner {
  /** The newest question counts: an older one that still runs is answered by nobody. */
  readonly ask: (request: Omit<OwnAsked, 'asked'>, tell: (answer: OwnAnswer) => void) => void
}

export function createOwnRunner(spawn: SpawnOwn = spawnWorker): OwnRunner {
  let far: ReturnType<SpawnOwn> | undefined
  let isOpen = false
  let count = 0
  let waiting: { readonly asked: number; readonly tell: (answer: OwnAnswer) => void } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const settle = (answer: OwnAnswer) => {
    if (waiting?.asked !== answer.asked) return
    clearTimeout(timer)
    const { tell } = waiting
    waiting = undefined
    isOpen = true
    tell(answer)
  }
  const give = (message: string) => {
    far?.end()
    far = undefined
    isOpen = false
    if (waiting) settle({ asked: waiting.asked, fault: { message, line: undefined } })
    isOpen = false
  }
  return {
    ask: (request, tell) => {
      // A question under way holds the worker: what it runs is no longer wanted.
      if (waiting) {
        waiting = undefined
        clearTimeout(timer)
        far?.end()
        far = undefined
        isOpen = false
      }
      const asked = ++count
      waiting = { asked, tell }
      far ??= spawn(
        message => isAnswer(message) && settle(message),
        () => give('The worker that runs it has stopped.'),
      )
      const patience = isOpen ? runPatience : openingPatience
      timer = setTimeout(() => give('It took too long and did not stop: ended with its worker.'), patience)
      far.post({ asked, ...request })
    },
  }
}
