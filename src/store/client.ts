/**
 * Owns the worker. Events are queued and applied once per animation frame; a lost worker is started again from the last
 * checkpoint that reached the page; a hidden page pauses and goes on exactly where it was.
 */
import { unreachable } from '../core/fail.ts'
import type { Command } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import type { Ping, Pong } from '../protocol/heartbeat.ts'
import { beginning, conduct, type Effect, type Happening } from './conduct.ts'
import type { Store } from './store.ts'

/** The far end of the protocol. */
export interface Engine {
  readonly send: (command: Command) => void
  readonly stop: () => void
}
export type Spawn = (page: {
  readonly heard: (event: RunEvent) => void
  readonly lost: (why: string) => void
  /** Nothing has come for so many seconds, though it was asked; 0 when something has come again. */
  readonly silent: (seconds: number) => void
}) => Engine

/** Seconds between questions whether the worker still lives; from the second without an answer on, it is silent. */
const heartbeat = 4
const ping: Ping = { type: 'ping' }

export const spawnWorker: Spawn = ({ heard, lost, silent }) => {
  const worker = new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module' })
  let unanswered = 0
  const timer = setInterval(() => {
    // Busy or dead cannot be told apart from here: only an error is an end, and about silence the person decides.
    if (unanswered > 1) silent(unanswered * heartbeat)
    worker.postMessage(ping)
    unanswered++
  }, 1000 * heartbeat)
  const end = (why: string) => {
    clearInterval(timer)
    lost(why)
  }
  worker.onmessage = ({ data }: MessageEvent<RunEvent | Pong>) => {
    if (unanswered > 2) silent(0)
    unanswered = 0
    if (data.type !== 'pong') heard(data)
  }
  worker.onerror = ({ message }) => end(message || 'the worker could not be loaded')
  worker.onmessageerror = () => end('the worker sent something unreadable')
  const stop = () => {
    clearInterval(timer)
    worker.terminate()
  }
  return { send: command => worker.postMessage(command), stop }
}

/** Hidden pages get no animation frames, but their last events must still arrive. */
const onNextFrame = (apply: () => void): void => {
  if (document.hidden) setTimeout(apply, 50)
  else requestAnimationFrame(apply)
}

export interface Client {
  readonly send: (command: Command) => void
  /**
   * Opens the run that is shown; `play` trains at once, as far as `until` says, otherwise the first groups are prepared to
   * be seen.
   */
  readonly open: (play: boolean, until?: number) => void
  /** The run that is open goes on as the one that is shown, from this iteration. */
  readonly fork: (iteration: number) => void
  /** Lets go of the run that is open. */
  readonly close: () => void
  /** Ends the worker: nothing more will come. */
  readonly end: () => void
  /** Does the iteration under way again, with the settings as they are now and the same noise, up to the same phase. */
  readonly replay: () => void
  /** Another worker, from the newest checkpoint, because the person wants one. */
  readonly restart: (because: string) => void
  /** The page went out of sight, or came back. */
  readonly hide: (hidden: boolean) => void
}

/** The worker that is at work: started, told and stopped; of one that another has replaced nothing is heard any more. */
function workerLife(spawn: Spawn, page: { heard: (event: RunEvent) => void; shown: () => string; silent: Silent }) {
  let engine: Engine | undefined
  const start = (): Engine => {
    // Of a worker that broke, the first word about it is the last that counts: what follows only echoes it.
    let broken = false
    const listen = (event: RunEvent) => {
      if (mine !== engine || broken) return
      broken = event.type === 'failed' && event.kind === 'fatal'
      page.heard(event)
    }
    const mine = spawn({
      heard: listen,
      lost: why => listen(fatal(page.shown(), why)),
      silent: seconds => mine === engine && page.silent(seconds),
    })
    return mine
  }
  return {
    send: (command: Command) => engine?.send(command),
    stop: () => engine?.stop(),
    startAnew: () => {
      engine?.stop()
      engine = start()
    },
  }
}
type Silent = (seconds: number) => void

/** Collects events; `apply` gets those of a frame together. */
function perFrame(nextFrame: (apply: () => void) => void, apply: (events: readonly RunEvent[]) => void) {
  let queue: RunEvent[] = []
  const flush = () => {
    const events = queue
    queue = []
    apply(events)
  }
  return (event: RunEvent): void => {
    queue.push(event)
    if (queue.length === 1) nextFrame(flush)
  }
}

export function createClient(store: Store, spawn: Spawn = spawnWorker, nextFrame = onNextFrame): Client {
  let state = beginning
  const tell = (happened: Happening): void => {
    const [next, effects] = conduct(state, happened, store.get())
    state = next
    for (const effect of effects) perform(effect, store, worker)
  }
  const heard = perFrame(nextFrame, events => {
    store.dispatch(...events)
    for (const event of events) tell({ type: 'heard', event })
  })
  const silent: Silent = seconds => tell({ type: 'silent', seconds })
  const worker = workerLife(spawn, { heard, silent, shown: () => store.get().shown })
  return {
    send: command => tell({ type: 'asked', command }),
    open: (play, until) => tell({ type: 'open', play, until }),
    fork: iteration => tell({ type: 'fork', iteration }),
    close: () => tell({ type: 'close' }),
    end: worker.stop,
    replay: () => tell({ type: 'replay' }),
    restart: because => tell({ type: 'restart', because }),
    hide: hidden => tell({ type: 'hide', hidden }),
  }
}

function perform(effect: Effect, store: Store, worker: ReturnType<typeof workerLife>): void {
  switch (effect.do) {
    case 'send':
      worker.send(effect.command)
      return
    case 'dispatch':
      store.dispatch(effect.action)
      return
    case 'spawn':
      worker.startAnew()
      return
    case 'stop':
      worker.stop()
      return
    default:
      unreachable(effect, 'store.client')
  }
}

const fatal = (runId: string, why: string): RunEvent => ({
  type: 'failed',
  runId,
  where: 'worker',
  message: why,
  cure: 'Start the engine again; if it keeps failing, choose another backend.',
  kind: 'fatal',
})

/** Background tabs are throttled and lose the GPU after hours; a page that is left says so as if it were hidden. */
export function pauseWhenHidden(client: Client): void {
  document.addEventListener('visibilitychange', () => client.hide(document.hidden))
}
