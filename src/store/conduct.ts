/**
 * How the page leads its worker, as a pure function: (where we stand, what happened, the page) -> (where we stand then,
 * what to do). It knows neither worker nor timer; client.ts does what it says.
 *
 *   idle -> opening -> preparing -> rest <-> playing        a fresh run is led to where there is something to look at
 *                                 playing -> settling -> rest    a pause goes on until there is something to look at
 *   any -> lost                                             a worker broke, again and again
 */
import { isHeavy } from '../core/cost.ts'
import { unreachable } from '../core/fail.ts'
import { phasesOf } from '../core/slots.ts'
import { lookPhase, type Phase, phases } from '../core/snapshot.ts'
import { resolveRecipe } from '../methods/index.ts'
import type { Command } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import { mayRun } from './consent.ts'
import type { PageAction } from './reduce.ts'
import { costOfRecipe } from './select/cost.ts'
import { shownRun } from './select/run.ts'
import type { State } from './state.ts'

export type Stage =
  /** There is no worker yet. */
  | { readonly at: 'idle' }
  /** `because`: why the worker before was lost. */
  | { readonly at: 'opening'; readonly because?: string }
  /** The page asks for phase after phase, up to `target`. */
  | { readonly at: 'preparing'; readonly target: Phase }
  | { readonly at: 'playing' }
  /** The person paused; the worker has not answered yet. */
  | { readonly at: 'settling' }
  | { readonly at: 'rest' }
  /** Not started again by itself: it broke too often. */
  | { readonly at: 'lost'; readonly because: string }

export interface Conduct {
  readonly stage: Stage
  /** What the person wants, as opposed to what the worker is doing. */
  readonly wanted: 'play' | 'pause'
  /** While it plays: the iteration at which it is to stop, because that one was asked for. */
  readonly until: number | undefined
  /** Trains only while somebody can see it. */
  readonly hidden: boolean
  /** The run that the worker was last told to open. */
  readonly opened: string | undefined
  /** It does not answer, or has work that takes long: who wants another run does not wait for it, but ends it. */
  readonly busy: { readonly silent: boolean; readonly heavy: boolean }
}

const idle = { silent: false, heavy: false } as const

export const beginning: Conduct = {
  stage: { at: 'idle' },
  wanted: 'pause',
  until: undefined,
  hidden: false,
  opened: undefined,
  busy: idle,
}

export type Happening =
  /** The worker spoke, and the page's state has heard it already. */
  | { readonly type: 'heard'; readonly event: RunEvent }
  /** The person asks something of the run that is open. */
  | { readonly type: 'asked'; readonly command: Command }
  /** The shown run is to be opened; `play` trains at once, `until` only so far. */
  | { readonly type: 'open'; readonly play: boolean; readonly until?: number | undefined }
  /** The run that is open goes on as the one that is shown, from this iteration. */
  | { readonly type: 'fork'; readonly iteration: number }
  /** Nothing is to be computed until the person has decided. */
  | { readonly type: 'close' }
  /** The iteration under way is to be done again, with the settings as they are now, up to the same phase. */
  | { readonly type: 'replay' }
  /** Another worker, from the newest checkpoint. */
  | { readonly type: 'restart'; readonly because: string }
  | { readonly type: 'hide'; readonly hidden: boolean }
  /** The worker has not answered for so long; 0 when it has. */
  | { readonly type: 'silent'; readonly seconds: number }

export type Effect =
  | { readonly do: 'send'; readonly command: Command }
  | { readonly do: 'dispatch'; readonly action: PageAction }
  /** Ends the worker, if there is one, and starts another. */
  | { readonly do: 'spawn' }
  | { readonly do: 'stop' }

type Outcome = readonly [Conduct, readonly Effect[]]

/** A worker that is lost this often without an iteration in between is not started again by itself. */
export const mostLosses = 3

export function conduct(now: Conduct, happened: Happening, page: State): Outcome {
  if (shownRun(page).log) return overLog(now, happened, page)
  switch (happened.type) {
    case 'heard':
      return happened.event.runId === page.shown ? heard(now, happened.event, page) : [now, []]
    case 'asked':
      return asked(now, happened.command, page)
    case 'open':
      if (!mayRun(shownRun(page).recipe, page)) return withhold(now, page)
      return open({ ...now, wanted: happened.play ? 'play' : 'pause', until: happened.until }, page)
    case 'fork':
      return fork({ ...now, wanted: 'pause', until: undefined }, happened.iteration, page)
    case 'close':
      return close({ ...now, wanted: 'pause', until: undefined }, page)
    case 'replay':
      return replay(now, page)
    case 'restart':
      return restart(now, happened.because, page)
    case 'hide':
      return hide({ ...now, hidden: happened.hidden }, page)
    case 'silent':
      return [
        { ...now, busy: { ...now.busy, silent: happened.seconds > 0 } },
        [dispatch({ type: 'silent', runId: page.shown, seconds: happened.seconds })],
      ]
    default:
      return unreachable(happened, 'store.conduct')
  }
}

/** Its program waits for a yes: the worker lets go of the run before, and hears nothing of this one. */
function withhold(now: Conduct, page: State): Outcome {
  const [next, effects] = close({ ...now, wanted: 'pause', until: undefined }, page)
  return [next, [dispatch({ type: 'withheld', runId: page.shown }), ...effects]]
}

/** A log is shown: the worker lets go of the run before, and hears of nothing else. */
const overLog = (now: Conduct, happened: Happening, page: State): Outcome =>
  happened.type === 'open' || happened.type === 'close'
    ? close({ ...now, wanted: 'pause', until: undefined }, page)
    : [happened.type === 'hide' ? { ...now, hidden: happened.hidden } : now, []]

const send = (command: Command): Effect => ({ do: 'send', command })
const dispatch = (action: PageAction): Effect => ({ do: 'dispatch', action })
const at = (now: Conduct, stage: 'playing' | 'settling' | 'rest'): Conduct => ({ ...now, stage: { at: stage } })

function heard(now: Conduct, event: RunEvent, page: State): Outcome {
  const { stage } = now
  switch (event.type) {
    case 'opened':
      return opened(now, event.iteration, page)
    case 'wentTo':
      return stage.at === 'preparing' ? [now, [nextPhase(page)]] : [now, guard(page)]
    case 'phase':
      if (stage.at !== 'preparing') return [now, []]
      return event.phase === stage.target ? arrive(now, page) : [now, [nextPhase(page)]]
    case 'paused':
      return paused(now, page)
    case 'iteration':
      return [now, shownRun(page).status === 'playing' ? [] : guard(page)]
    case 'finished':
      return [{ ...at(now, 'rest'), wanted: 'pause', until: undefined }, []]
    case 'failed':
      return event.kind === 'fatal' ? lose(now, event.message, page) : refused(now, page)
    case 'loading':
    case 'branched':
    case 'moved':
    case 'again':
    case 'checkpoint':
    case 'forkPoint':
      return [now, []]
    default:
      return unreachable(event, 'store.conduct.heard')
  }
}

function opened(now: Conduct, iteration: number, page: State): Outcome {
  const because = now.stage.at === 'opening' ? now.stage.because : undefined
  const text = `The engine was lost (${because}) and started again from iteration ${iteration}. The curves are kept.`
  const said = because === undefined ? [] : [dispatch({ type: 'noticed', kind: 'warning', text })]
  const [next, effects] =
    now.wanted === 'play' ? play(now, page) : iteration > 0 ? arrive(now, page) : prepare(now, lookTarget(page), page)
  return [next, [...said, ...effects]]
}

function play(now: Conduct, page: State): Outcome {
  if (now.hidden) return [at(now, 'rest'), []]
  const { shown: runId } = page
  const { until } = now
  const command = until === undefined ? { speed: page.speed } : { speed: 'max' as const, until }
  return [at(now, 'playing'), [dispatch({ type: 'played', runId, until }), send({ type: 'play', runId, ...command })]]
}

const prepare = (now: Conduct, target: Phase, page: State): Outcome => [
  { ...now, stage: { at: 'preparing', target } },
  [nextPhase(page)],
]

/** There is something to look at. */
const arrive = (now: Conduct, page: State): Outcome => [
  at(now, 'rest'),
  [dispatch({ type: 'prepared', runId: page.shown }), ...guard(page)],
]

function paused(now: Conduct, page: State): Outcome {
  if (now.stage.at === 'preparing') return [now, []]
  const { phase, iteration } = shownRun(page)
  if (now.until !== undefined && iteration >= now.until) {
    return [{ ...at(now, 'rest'), wanted: 'pause', until: undefined }, guard(page)]
  }
  const target = lookTarget(page)
  const isEarly = phase !== undefined && phases.indexOf(phase) < phases.indexOf(target)
  if (now.stage.at === 'settling' && isEarly) return prepare(now, target, page)
  return [at(now, 'rest'), guard(page)]
}

/** A refused request leaves a run that plays alone; after anything else that failed, the worker stands still. */
const refused = (now: Conduct, page: State): Outcome =>
  shownRun(page).status === 'playing' ? [now, []] : [{ ...at(now, 'rest'), wanted: 'pause', until: undefined }, []]

const lose = (now: Conduct, because: string, page: State): Outcome =>
  shownRun(page).losses < mostLosses
    ? restart(now, because, page)
    : [{ ...now, stage: { at: 'lost', because } }, [{ do: 'stop' }]]

function restart(now: Conduct, because: string, page: State): Outcome {
  const { shown: runId } = page
  if (!mayRun(shownRun(page).recipe, page)) {
    return [
      { ...now, stage: { at: 'idle' }, opened: undefined },
      [{ do: 'stop' }, dispatch({ type: 'withheld', runId })],
    ]
  }
  const next: Conduct = { ...opening(now, page), stage: { at: 'opening', because } }
  return [next, [dispatch({ type: 'restarting', runId }), { do: 'spawn' }, openShown(page)]]
}

function open(now: Conduct, page: State): Outcome {
  const { stage, opened: before } = now
  const next = opening(now, page)
  const isGone = stage.at === 'idle' || stage.at === 'lost' || (stage.at === 'opening' && stage.because !== undefined)
  if (isGone || isBusy(now)) return [next, [{ do: 'spawn' }, openShown(page)]]
  return [next, [...letGo(before, page), openShown(page)]]
}

/** The run keeps what it has learned: it can be gone on with later. */
function letGo(runId: string | undefined, page: State): Effect[] {
  if (runId === undefined) return []
  const run = page.runs.get(runId)
  const isSaved = !run || run.iteration === (run.checkpoint?.iteration ?? 0)
  return [...(isSaved ? [] : [send({ type: 'checkpoint', runId })]), send({ type: 'close', runId })]
}

function fork(now: Conduct, iteration: number, page: State): Outcome {
  const { opened: runId } = now
  const next = { ...at(now, 'rest'), opened: page.shown }
  return [next, runId === undefined ? [] : [send({ type: 'fork', runId, as: page.shown, iteration })]]
}

const isBusy = ({ opened, busy }: Conduct): boolean => opened !== undefined && (busy.silent || busy.heavy)

const opening = (now: Conduct, page: State): Conduct => ({
  ...now,
  stage: { at: 'opening' },
  opened: page.shown,
  busy: { silent: false, heavy: isHeavy(costOfRecipe(shownRun(page).recipe, page)) },
})

function close(now: Conduct, page: State): Outcome {
  const { opened: runId } = now
  if (isBusy(now)) return [{ ...now, stage: { at: 'idle' }, opened: undefined, busy: idle }, [{ do: 'stop' }]]
  const stage: Stage = now.stage.at === 'idle' ? now.stage : { at: 'rest' }
  return [{ ...now, stage, opened: undefined }, letGo(runId, page)]
}

/** Whoever takes the wheel ends what the page does by itself. */
const steering: ReadonlySet<Command['type']> = new Set(['play', 'pause', 'next', 'goTo'])

function asked(now: Conduct, command: Command, page: State): Outcome {
  if (!steering.has(command.type)) return [now, [send(command)]]
  const [arrived, effects] = now.stage.at === 'preparing' ? arrive(now, page) : [now, []]
  const wanted = command.type === 'play' || command.type === 'pause' ? command.type : now.wanted
  const stage = command.type === 'play' ? 'playing' : command.type === 'pause' ? 'settling' : 'rest'
  const until = command.type === 'play' ? command.until : undefined
  return [{ ...at(arrived, stage), wanted, until }, [...effects, send(command)]]
}

function replay(now: Conduct, page: State): Outcome {
  const { id: runId, iteration, phase } = shownRun(page)
  const target = now.stage.at === 'preparing' ? now.stage.target : (phase ?? lookTarget(page))
  return [
    { ...now, stage: { at: 'preparing', target } },
    [dispatch({ type: 'replaying', runId }), send({ type: 'goTo', runId, iteration })],
  ]
}

/** The newest state is asked for at once: a page that is left may not live until the next phase. */
function hide(now: Conduct, page: State): Outcome {
  if (now.wanted !== 'play') return [now, []]
  const { shown: runId } = page
  if (now.hidden) return [now, [send({ type: 'checkpoint', runId }), send({ type: 'pause', runId })]]
  return shownRun(page).status === 'paused' ? play(now, page) : [now, []]
}

/** A run at rest is saved, so that nothing is lost with the worker or the page. */
function guard(page: State): Effect[] {
  const { id: runId, iteration, checkpoint } = shownRun(page)
  return iteration === (checkpoint?.iteration ?? 0) ? [] : [send({ type: 'checkpoint', runId })]
}

const nextPhase = ({ shown: runId }: State): Effect => send({ type: 'next', runId, unit: 'phase' })

const lookTarget = (page: State): Phase => lookPhase(phasesOf(resolveRecipe(shownRun(page).recipe)))

function openShown(page: State): Effect {
  const { id: runId, recipe, checkpoint } = shownRun(page)
  const { backendChoice: backend, path } = page
  return send({ type: 'open', runId, recipe, backend, path, ...(checkpoint && { checkpoint }) })
}
