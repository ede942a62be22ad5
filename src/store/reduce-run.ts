/** What happens to one run, folded into it: the worker's events, and what the page does with it. */
import { unreachable } from '../core/fail.ts'
import type { Metrics } from '../core/metrics.ts'
import type { ParamValues } from '../core/params.ts'
import type { Recipe } from '../core/recipe.ts'
import type { Branch, RunEvent } from '../protocol/events.ts'
import { closedRun } from './keep-runs.ts'
import { keepSnapshot } from './keep-snapshots.ts'
import type { RunState } from './state.ts'

/** What the page does with one run. */
export type RunAction = { readonly runId: string } & (
  | { readonly type: 'restarting' }
  /** Nothing of it is computed until the person has said that its program may run. */
  | { readonly type: 'withheld' }
  /** A held run is to be computed all the same. */
  | { readonly type: 'released' }
  /** The worker has not answered for so long; 0 when it has. */
  | { readonly type: 'silent'; readonly seconds: number }
  /** The person goes on waiting. */
  | { readonly type: 'waited' }
  /** The iteration under way is done again, up to the phase that it had reached. */
  | { readonly type: 'replaying' }
  /** There is something to look at again. */
  | { readonly type: 'prepared' }
  | { readonly type: 'played'; readonly until?: number | undefined }
  | { readonly type: 'halted' }
  | { readonly type: 'paramsChanged'; readonly recipe: Recipe; readonly params: ParamValues }
  | { readonly type: 'failureDismissed' }
  /** By hand; undefined: it is named by what changed again. */
  | { readonly type: 'renamed'; readonly name: string | undefined }
  /** The worker lets the run go. */
  | { readonly type: 'closed' }
)

/** `happened` is about this run. */
export function reduceRun(run: RunState, happened: RunEvent | RunAction): RunState {
  if (run.log) return happened.type === 'renamed' ? { ...run, name: happened.name } : run
  if (run.status === 'closed') return reduceClosed(run, happened)
  switch (happened.type) {
    case 'restarting':
      return restarting(run)
    case 'withheld':
      return { ...run, status: 'held', loading: undefined, preparing: false, until: undefined }
    case 'released':
      return { ...run, status: 'loading', loading: { what: 'engine', share: undefined }, cost: undefined }
    case 'silent':
      return { ...run, silence: silence(run, happened.seconds) }
    case 'waited':
      return { ...run, silence: run.silence && { ...run.silence, patience: 2 * run.silence.seconds } }
    case 'replaying':
      return { ...run, preparing: true }
    case 'prepared':
      return run.preparing ? { ...run, preparing: false } : run
    case 'played':
      return { ...run, status: 'playing', preparing: false, until: happened.until }
    case 'halted':
      return run.status === 'playing' ? { ...run, status: 'paused', until: undefined } : run
    case 'paramsChanged':
      return paramsChanged(run, happened.recipe, happened.params)
    case 'failureDismissed':
      return { ...run, failure: undefined }
    case 'renamed':
      return { ...run, name: happened.name }
    case 'closed':
      return closedRun(run)
    default:
      return heard(run, happened)
  }
}

/** Its worker may still hand out what was under way when it was told to let the run go. */
function reduceClosed(run: RunState, happened: RunEvent | RunAction): RunState {
  switch (happened.type) {
    case 'iteration':
      return { ...run, iteration: happened.iteration, series: replaceAt(run.series, happened) }
    case 'checkpoint':
      return { ...run, checkpoint: happened.checkpoint }
    case 'restarting':
      return restarting(run)
    case 'renamed':
      return { ...run, name: happened.name }
    default:
      return run
  }
}

const restarting = (run: RunState): RunState => ({
  ...run,
  status: 'loading',
  loading: { what: 'engine', share: undefined },
  silence: undefined,
})

/** Long pieces of work are no reason to ask before this many seconds. */
const firstPatience = 20
const silence = (run: RunState, seconds: number): RunState['silence'] =>
  seconds === 0 ? undefined : { seconds, patience: run.silence?.patience ?? firstPatience }

function paramsChanged(run: RunState, recipe: Recipe, params: ParamValues): RunState {
  const started = run.iteration > 0 || run.phase !== undefined
  const change = { iteration: run.iteration, params }
  const finished = run.status === 'finished' ? { status: 'paused' as const } : {}
  return { ...run, recipe, motion: undefined, ...finished, ...(started && { changes: [...run.changes, change] }) }
}

function heard(run: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'loading':
      return { ...run, loading: { what: event.what, share: event.share } }
    case 'opened':
      return opened(run, event)
    case 'phase':
      return {
        ...run,
        phase: event.phase,
        baseline: event.metrics ?? run.baseline,
        snapshots: event.snapshot ? keepSnapshot(run.snapshots, event.snapshot) : run.snapshots,
      }
    case 'iteration':
      return iterated(run, event)
    case 'paused':
      return { ...run, status: 'paused', until: undefined, iteration: event.iteration }
    case 'finished':
      return { ...run, status: 'finished', until: undefined, iteration: event.iteration }
    case 'wentTo':
      return wentTo(run, event.iteration, event.kept)
    case 'branched':
      return branched(run, event.branch)
    case 'moved':
      return { ...run, motion: event.motion }
    case 'again':
      return { ...run, again: event.snapshot }
    case 'checkpoint':
      return { ...run, checkpoint: event.checkpoint }
    case 'forkPoint':
      return { ...run, forkPoint: event.checkpoint }
    case 'failed':
      return failed(run, event)
    default:
      return unreachable(event, 'store.reduceRun')
  }
}

const opened = (run: RunState, event: Extract<RunEvent, { type: 'opened' }>): RunState => ({
  ...run,
  status: 'paused',
  loading: undefined,
  until: undefined,
  failure: undefined,
  backend: event.backend,
  parameterCount: event.parameterCount,
  iteration: event.iteration,
  phase: undefined,
  kept: [event.iteration],
  timed: 0,
  iterationsPerSecond: undefined,
})

function iterated(run: RunState, event: Extract<RunEvent, { type: 'iteration' }>): RunState {
  return {
    ...run,
    iteration: event.iteration,
    series: replaceAt(run.series, event),
    kept: event.kept,
    tensors: event.tensors,
    timed: run.timed + 1,
    // The first iteration compiles kernels; the figure starts with the second.
    iterationsPerSecond: run.timed === 0 ? undefined : smooth(run.iterationsPerSecond, event.milliseconds),
    losses: 0,
  }
}

/** A restarted run writes over what is already drawn, so the curves never shrink. */
function replaceAt(
  series: readonly Metrics[],
  { iteration, metrics }: Extract<RunEvent, { type: 'iteration' }>,
): Metrics[] {
  const next = series.slice()
  while (next.length < iteration - 1) next.push({})
  next[iteration - 1] = metrics
  return next
}

/** Exponential mean of the duration, so that the rate is that of the last ten or so iterations. */
function smooth(rate: number | undefined, milliseconds: number): number {
  const now = Math.max(milliseconds, 0.01)
  return 1000 / (rate === undefined ? now : 0.85 * (1000 / rate) + 0.15 * now)
}

const wentTo = (run: RunState, iteration: number, kept: readonly number[]): RunState => ({
  ...run,
  motion: undefined,
  again: undefined,
  iteration,
  kept,
  status: 'paused',
  loading: undefined,
  phase: undefined,
  failure: undefined,
  series: run.series.slice(0, iteration),
  snapshots: run.snapshots.filter(snapshot => snapshot.iteration <= iteration),
  changes: run.changes.filter(change => change.iteration < iteration),
  // What was saved of a future that is void now is no place to go on from.
  checkpoint: run.checkpoint && run.checkpoint.iteration > iteration ? undefined : run.checkpoint,
})

function failed(run: RunState, event: Extract<RunEvent, { type: 'failed' }>): RunState {
  const { where, message, cure, kind } = event
  const failure = { where, message, cure, kind }
  // A run that was taken back goes on from there; a new worker goes on from the newest that is known.
  const ahead = kind === 'fatal' && (run.checkpoint?.iteration ?? 0) > (event.checkpoint?.iteration ?? 0)
  const checkpoint = ahead ? run.checkpoint : (event.checkpoint ?? run.checkpoint)
  // A refused request leaves the run as it was; before anything was opened there is no such run.
  const alive = kind === 'usage' && run.status !== 'loading'
  return {
    ...run,
    failure,
    checkpoint,
    status: alive ? run.status : 'failed',
    loading: undefined,
    until: undefined,
    preparing: false,
    losses: kind === 'fatal' ? run.losses + 1 : run.losses,
  }
}

/** Whole answers belong to the problem that is watched; what was seen after the present iteration was of another run. */
function branched(run: RunState, branch: Branch): RunState {
  const { problem, prefix, continuations } = branch
  if (prefix.length > 0) return { ...run, branch }
  const { watched, iteration } = run
  const earlier = watched?.problem === problem ? watched.looks.filter(look => look.iteration < iteration) : []
  return { ...run, watched: { problem, looks: [...earlier, { iteration, answers: continuations }] } }
}
