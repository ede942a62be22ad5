/**
 * The page's end of the worker that draws pictures. It starts with the first picture. One request is under way at a
 * time; of those that wait, each place on the page has only its newest, so that a slider never builds a queue.
 */
import type { Drawn } from '../figures/index.ts'
import type { FigureAnswer, FigureAsked, FigureRequest } from '../protocol/figures.ts'

export type Outcome = { readonly drawn: Drawn } | { readonly failed: string }

export interface Draughtsman {
  /** `place` names where on the page it is shown; `tell` is not called when the place asks anew before it is drawn. */
  readonly ask: (place: string, request: FigureRequest, tell: (outcome: Outcome) => void) => void
  /** What was drawn before for the same request. */
  readonly known: (request: FigureRequest) => Drawn | undefined
}

interface Waiting {
  readonly request: FigureRequest
  readonly tell: (outcome: Outcome) => void
}

/** The far end: `post` sends, and every answer is `heard`, or once that there is none. */
export type SpawnDrawing = (
  heard: (answer: FigureAnswer) => void,
  lost: (why: string) => void,
) => { readonly post: (asked: FigureAsked) => void }

const spawnWorker: SpawnDrawing = (heard, lost) => {
  const worker = new Worker(new URL('../figures/draw-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<FigureAnswer>) => heard(data)
  worker.onerror = ({ message }) => lost(message || 'its files could not be loaded')
  return { post: asked => worker.postMessage(asked) }
}

/** Drawn pictures that are remembered. */
const most = 300

export function createDraughtsman(spawn: SpawnDrawing = spawnWorker): Draughtsman {
  const drawn = new Map<string, Drawn>()
  const waiting = new Map<string, Waiting>()
  let worker: ReturnType<SpawnDrawing> | undefined
  let now: Waiting | undefined
  let asked = 0

  const next = () => {
    const [first] = waiting
    if (now || !first) return
    const [place, work] = first
    waiting.delete(place)
    now = work
    worker ??= spawn(heard, lost)
    worker.post({ ...work.request, asked: ++asked })
  }
  const heard = (answer: FigureAnswer) => {
    if (!now || answer.asked !== asked) return
    const { request, tell } = now
    if ('drawn' in answer) remember(drawn, keyOf(request), answer.drawn)
    now = undefined
    tell(answer)
    next()
  }
  const lost = (why: string) => {
    worker = undefined
    if (now) heard({ asked, failed: `The worker that draws has stopped: ${why}.` })
  }
  return {
    ask: (place, request, tell) => {
      waiting.delete(place)
      waiting.set(place, { request, tell })
      next()
    },
    known: request => drawn.get(keyOf(request)),
  }
}

const keyOf = (request: FigureRequest): string => JSON.stringify(request)

function remember(drawn: Map<string, Drawn>, key: string, value: Drawn): void {
  const [oldest] = drawn.keys()
  if (drawn.size >= most && oldest !== undefined) drawn.delete(oldest)
  drawn.set(key, value)
}
