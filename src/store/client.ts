/**
 * Owns the worker. Events are queued and applied once per animation frame; a lost worker is started again from the last
 * checkpoint that reached the page; a hidden page pauses and goes on exactly where it was.
 */
import { phasesOf } from '../core/slots.ts'
import { lookPhase, type Phase, phases } from '../core/snapshot.ts'
import { resolveRecipe } from '../methods/index.ts'
import type { Command } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import type { Ping, Pong } from '../protocol/heartbeat.ts'
import { shownRun } from './select/run.ts'
import type { State } from './state.ts'
import type { Store } from './store.ts'

/** The far end of the protocol. */
export interface Engine {
  readonly send: (command: Command) => void
  readonly stop: () => void
}
export type Spawn = (page: {
  readonly heard: (event: RunEvent) => void
  readonly lost: (why: string) => void
}) => Engine

/** Milliseconds between questions whether the worker still lives, and how many of them may stay open. */
const heartbeat = 4000
const mostUnanswered = 5
const ping: Ping = { type: 'ping' }

export const spawnWorker: Spawn = ({ heard, lost }) => {
  const worker = new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module' })
  let unanswered = 0
  const timer = setInterval(() => {
    if (unanswered >= mostUnanswered) end('it stopped answering')
    else worker.postMessage(ping)
    unanswered++
  }, heartbeat)
  const end = (why: string) => {
    clearInterval(timer)
    lost(why)
  }
  worker.onmessage = ({ data }: MessageEvent<RunEvent | Pong>) => {
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
  /** Opens the run that the state describes; `play` trains at once, otherwise the first groups are prepared to be seen. */
  readonly open: (play: boolean) => void
  /** Does the iteration under way again, with the settings as they are now and the same noise, up to the same phase. */
  readonly replay: () => void
  /** After the automatic attempts were used up. */
  readonly restart: () => void
  /** The page went out of sight, or came back. */
  readonly hide: (hidden: boolean) => void
}

/** A worker that is lost this often without an iteration in between is not started again by itself. */
const mostLosses = 3

export function createClient(store: Store, spawn: Spawn = spawnWorker, nextFrame = onNextFrame): Client {
  const shown = () => shownRun(store.get())
  let queue: RunEvent[] = []
  let engine: Engine | undefined
  /** What the person wants, as opposed to what the worker is doing. */
  let wanted: 'play' | 'pause' = 'pause'
  /** Phase up to which the page runs by itself, so that there is something to look at. */
  let target: Phase | undefined
  let hidden = false
  /** The person paused; the iteration under way goes on until there is credit to look at. */
  let settling = false
  let lostBecause: string | undefined
  /** The run that the worker was last told to open. */
  let runId: string | undefined

  function start(): void {
    engine?.stop()
    // Of a worker that broke, the first word about it is the last that counts: what follows only echoes it.
    let broken = false
    const listen = (event: RunEvent) => {
      if (mine !== engine || broken) return
      broken = event.type === 'failed' && event.kind === 'fatal'
      hear(event)
    }
    const mine = spawn({ heard: listen, lost: why => listen(fatal(store.get(), why)) })
    engine = mine
    runId = undefined
    openRun()
  }

  function openRun(): void {
    if (runId !== undefined) engine?.send({ type: 'close', runId })
    const command = openCommand(store.get())
    runId = command.runId
    engine?.send(command)
  }

  function hear(event: RunEvent): void {
    queue.push(event)
    if (queue.length === 1) nextFrame(apply)
  }

  function apply(): void {
    const events = queue
    queue = []
    store.dispatch(...events)
    for (const event of events) if (event.runId === shown().id) react(event)
  }

  function react(event: RunEvent): void {
    if (event.type === 'failed' && event.kind === 'fatal') recover(event.message)
    else if (event.type === 'failed' || event.type === 'finished') wanted = 'pause'
    else if (event.type === 'opened') onOpened(event.iteration)
    else if (event.type === 'wentTo' && target) nextPhase()
    else if (event.type === 'phase' && target) event.phase === target ? arrived() : nextPhase()
    else if (event.type === 'paused' && !target) onPaused()
    else if (event.type === 'iteration' && shown().status !== 'playing') guard()
  }

  function recover(why: string): void {
    lostBecause = why
    if (shown().losses < mostLosses) restart()
    else engine?.stop()
  }

  function restart(): void {
    store.dispatch({ type: 'restarting', runId: shown().id })
    start()
  }

  function onOpened(iteration: number): void {
    if (lostBecause !== undefined) {
      const text = `The engine was lost (${lostBecause}) and started again from iteration ${iteration}. The curves are kept.`
      store.dispatch({ type: 'noticed', kind: 'warning', text })
      lostBecause = undefined
    }
    if (wanted === 'play') play()
    else if (iteration > 0) arrived()
    else {
      target = lookTarget()
      nextPhase()
    }
  }

  function onPaused(): void {
    const { phase } = shown()
    const isEarly = phase !== undefined && phases.indexOf(phase) < phases.indexOf(lookTarget())
    if (settling && isEarly) {
      target = lookTarget()
      nextPhase()
    } else guard()
    settling = false
  }

  const lookTarget = () => lookPhase(phasesOf(resolveRecipe(shown().recipe)))

  const nextPhase = () => engine?.send({ type: 'next', runId: shown().id, unit: 'phase' })

  function arrived(): void {
    target = undefined
    store.dispatch({ type: 'prepared', runId: shown().id })
    guard()
  }

  function play(): void {
    const { id } = shown()
    if (hidden) return
    store.dispatch({ type: 'played', runId: id })
    engine?.send({ type: 'play', runId: id, speed: store.get().speed })
  }

  /** A run at rest is saved, so that nothing is lost with the worker or the page. */
  function guard(): void {
    const run = shown()
    if (run.iteration > (run.checkpoint?.iteration ?? 0)) {
      engine?.send({ type: 'checkpoint', runId: run.id })
    }
  }

  return {
    send: command => {
      if (command.type === 'play' || command.type === 'pause') wanted = command.type
      if (target && steering.has(command.type)) arrived()
      settling = command.type === 'pause'
      engine?.send(command)
    },
    open: thenPlay => {
      wanted = thenPlay ? 'play' : 'pause'
      target = undefined
      if (engine && lostBecause === undefined) openRun()
      else start()
    },
    replay: () => {
      const { id, iteration, phase } = shown()
      target ??= phase
      store.dispatch({ type: 'replaying', runId: id })
      engine?.send({ type: 'goTo', runId: id, iteration })
    },
    restart,
    hide: nowHidden => {
      hidden = nowHidden
      if (wanted !== 'play') return
      if (hidden) engine?.send({ type: 'pause', runId: shown().id })
      else if (shown().status === 'paused') play()
    },
  }
}

/** Whoever takes the wheel ends what the page does by itself. */
const steering: ReadonlySet<Command['type']> = new Set(['play', 'pause', 'next', 'goTo'])

function openCommand(state: State): Command {
  const { id: runId, recipe, checkpoint } = shownRun(state)
  const { backendChoice, path } = state
  return { type: 'open', runId, recipe, backend: backendChoice, path, ...(checkpoint && { checkpoint }) }
}

const fatal = (state: State, why: string): RunEvent => ({
  type: 'failed',
  runId: shownRun(state).id,
  where: 'worker',
  message: why,
  cure: 'Start the engine again; if it keeps failing, choose another backend.',
  kind: 'fatal',
})

/** Trains only while somebody can see it: background tabs are throttled and lose the GPU after hours. */
export function pauseWhenHidden(client: Client): void {
  document.addEventListener('visibilitychange', () => client.hide(document.hidden))
}
