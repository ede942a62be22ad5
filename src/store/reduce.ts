/** The page as a fold: (state, what happened) -> state. Pure; knows neither the worker nor the screen. */

import type { Cost } from '../core/cost.ts'
import { unreachable } from '../core/fail.ts'
import type { Recipe } from '../core/recipe.ts'
import type { BackendChoice, Checkpoint, Speed } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import type { BenchRows } from './bench-address.ts'
import { trusting, withAllowed } from './consent.ts'
import type { Frame } from './frame.ts'
import { forgetOldest } from './keep-runs.ts'
import { type RunAction, reduceRun } from './reduce-run.ts'
import { shownSnapshot } from './select/look.ts'
import { shownRun, withRun } from './select/run.ts'
import {
  freshRun,
  type Notice,
  nothingSelected,
  type Origin,
  type RunState,
  type Selection,
  type State,
  summed,
} from './state.ts'

/** What the page itself does; everything else is an event of the worker. */
export type PageAction =
  | RunAction
  /** A run is added and shown: from its base, or from what an earlier session left. */
  | {
      readonly type: 'opening'
      readonly id: string
      readonly recipe: Recipe
      readonly preset: string
      /** The run that it was made from. */
      readonly origin?: Origin
      readonly from?: Continuation
      /** It is held for the person to decide. */
      readonly cost?: Cost
    }
  /** A log is added as a run, and shown. */
  | { readonly type: 'logAdded'; readonly run: RunState }
  | { readonly type: 'logReread'; readonly run: RunState }
  /** Another run is looked at, and steered. */
  | { readonly type: 'shown'; readonly id: string }
  /** Its curves lie below those of the shown one; nobody's when undefined. */
  | { readonly type: 'laidBeside'; readonly id: string | undefined }
  /** Another run begins where the run `from` stood after this iteration, and is shown; that one keeps all it had. */
  | { readonly type: 'forked'; readonly id: string; readonly from: string; readonly iteration: number }
  /** Runs of earlier sessions, or one that was deleted: they are there again, as the oldest. */
  | { readonly type: 'kept'; readonly runs: readonly RunState[] }
  /** The run is forgotten; the one that is shown cannot be. */
  | { readonly type: 'dropped'; readonly id: string }
  | { readonly type: 'selected'; readonly change: Partial<Selection> }
  | { readonly type: 'tabChosen'; readonly tab: string }
  | { readonly type: 'signalChosen'; readonly signal: string }
  /** A person has written this program here, or has said that it may run. */
  | { readonly type: 'allowed'; readonly program: string }
  | { readonly type: 'benchChosen'; readonly bench: BenchRows }
  | { readonly type: 'speedChosen'; readonly speed: Speed }
  | { readonly type: 'backendChosen'; readonly backend: BackendChoice; readonly path: State['path'] }
  | { readonly type: 'themeChosen'; readonly theme: State['theme'] }
  | ({ readonly type: 'noticed' } & Omit<Notice, 'id'>)
  | { readonly type: 'noticeDismissed'; readonly id: number }
  | { readonly type: 'cardDismissed'; readonly card: string }
  | { readonly type: 'framed'; readonly frame: Frame }
  /** What the person put up around the run: selection, cards put away, the run that it is compared with. */
  | { readonly type: 'cleared' }

/** What a run continues from. */
export type Continuation = { readonly checkpoint: Checkpoint } & Pick<
  RunState,
  'series' | 'snapshots' | 'changes' | 'baseline' | 'name' | 'origin'
>

export const reduceAll = (state: State, happened: readonly (RunEvent | PageAction)[]): State =>
  happened.reduce(reduce, state)

export function reduce(state: State, happened: RunEvent | PageAction): State {
  if (!('runId' in happened)) return reducePage(state, happened)
  const run = state.runs.get(happened.runId)
  // A worker answers late: the run may be gone.
  if (!run) return state
  const next = withRun(state, reduceRun(run, happened))
  if (happened.type === 'opened' && happened.notices.length > 0) {
    return notice(next, { kind: 'warning', ...summed('things were changed when the run was opened', happened.notices) })
  }
  return happened.type === 'closed' ? forgetOldest(next) : next
}

function reducePage(state: State, action: Exclude<PageAction, RunAction>): State {
  switch (action.type) {
    case 'opening':
      return opening(state, action)
    case 'logAdded':
      return forgetOldest({ ...show(withRun(state, action.run), action.run.id), beside: undefined, dismissedCards: [] })
    case 'logReread':
      return reread(state, action.run)
    case 'shown':
      return show(state, action.id)
    case 'laidBeside':
      return { ...state, beside: action.id }
    case 'forked':
      return forked(state, action)
    case 'kept':
      return forgetOldest({ ...state, runs: new Map([...byId(action.runs), ...state.runs]) })
    case 'dropped':
      return drop(state, action.id)
    case 'selected':
      return { ...state, selection: select(state.selection, action.change) }
    case 'tabChosen':
      return { ...state, tab: action.tab, frame: presenting(state.frame, action.tab) }
    case 'signalChosen':
      return { ...state, signal: action.signal }
    case 'allowed': {
      const allowed = withAllowed(state.allowed, action.program)
      return { ...state, allowed, bench: trusting(state.bench, allowed) }
    }
    case 'benchChosen':
      return { ...state, bench: trusting(action.bench, state.allowed) }
    case 'speedChosen':
      return { ...state, speed: action.speed }
    case 'backendChosen':
      return { ...state, backendChoice: action.backend, path: action.path }
    case 'themeChosen':
      return { ...state, theme: action.theme }
    case 'noticed':
      return notice(state, action)
    case 'noticeDismissed':
      return { ...state, notices: state.notices.filter(({ id }) => id !== action.id) }
    case 'cardDismissed':
      return { ...state, dismissedCards: [...new Set([...state.dismissedCards, action.card])] }
    case 'framed':
      return { ...state, frame: action.frame }
    case 'cleared':
      return { ...state, beside: undefined, selection: nothingSelected, dismissedCards: [] }
    default:
      return unreachable(action, 'store.reduce')
  }
}

function opening(state: State, action: Extract<PageAction, { type: 'opening' }>): State {
  const { id, recipe, preset, origin, from, cost } = action
  const held = cost && ({ status: 'held', loading: undefined, cost } as const)
  const fresh = { ...freshRun(id, recipe, preset), origin, ...held }
  const run = from ? { ...fresh, ...from, iteration: from.checkpoint.iteration } : fresh
  return { ...show(withRun(state, run), id), dismissedCards: [] }
}

const byId = (runs: readonly RunState[]) => runs.map((run): [string, RunState] => [run.id, run])

function forked(state: State, { id, from, iteration }: Extract<PageAction, { type: 'forked' }>): State {
  const run = state.runs.get(from)
  if (!run) return state
  const fork: RunState = {
    ...freshRun(id, run.recipe, run.preset),
    origin: { recipe: run.recipe, iteration },
    loading: { what: 'Going back', share: undefined },
    preparing: false,
    backend: run.backend,
    parameterCount: run.parameterCount,
    iteration,
    series: run.series.slice(0, iteration),
    snapshots: run.snapshots.filter(snapshot => snapshot.iteration <= iteration),
    changes: run.changes.filter(change => change.iteration < iteration),
    baseline: run.baseline,
  }
  return show(withRun(state, fork), id)
}

function show(state: State, id: string): State {
  const run = state.runs.get(id)
  if (!run || id === state.shown) return state
  // The same problems and noise under another setting: the place that is looked at stays.
  const before = shownRun(state)
  const isSameTask = !before.log && !run.log && before.recipe.task === run.recipe.task
  const selection = isSameTask ? { ...state.selection, iteration: undefined } : nothingSelected
  return { ...state, shown: id, beside: state.beside === id ? undefined : state.beside, selection }
}

/** The place that is looked at stays, also where it was the newest. A run that was deleted meanwhile stays so. */
function reread(state: State, run: RunState): State {
  const before = state.runs.get(run.id)
  if (!before) return state
  const next = withRun(state, { ...run, name: before.name })
  if (state.shown !== run.id) return next
  const iteration = shownSnapshot(state)?.iteration
  return { ...next, selection: { ...state.selection, iteration: iteration ?? state.selection.iteration } }
}

/** A picture that is presented gives way to the one that is asked for. */
const presenting = (frame: Frame, tab: string): Frame =>
  frame.show === undefined || frame.show === tab ? frame : { ...frame, show: tab }

function drop(state: State, id: string): State {
  if (id === state.shown) return state
  const runs = new Map(state.runs)
  runs.delete(id)
  return { ...state, runs, beside: state.beside === id ? undefined : state.beside }
}

/** A new group starts at the response that tells most of it; a new response keeps the position, so that siblings can be compared. */
function select(selection: Selection, change: Partial<Selection>): Selection {
  const anew = change.group !== undefined && change.group !== selection.group
  return { ...selection, ...(anew && { rollout: undefined, token: 0 }), ...change }
}

/** The same sentence is not said twice at a time. Where there are too many, the oldest of the least weight gives way. */
const mostNotices = 5
const weights: Readonly<Record<Notice['kind'], number>> = { info: 0, warning: 1, error: 2 }

function notice(state: State, { kind, text, details, undo, offer }: Omit<Notice, 'id'>): State {
  if (state.notices.some(known => known.text === text && !details && !undo)) return state
  const id = 1 + Math.max(0, ...state.notices.map(known => known.id))
  // One thing at a time can be taken back: what was done last.
  const others = undo ? state.notices.filter(known => !known.undo) : state.notices
  const all = [
    ...others,
    { id, kind, text, ...(details && { details }), ...(undo && { undo }), ...(offer && { offer }) },
  ]
  if (all.length <= mostNotices) return { ...state, notices: all }
  const least = Math.min(...all.map(known => weights[known.kind]))
  const leaving = all.find(known => weights[known.kind] === least)
  return { ...state, notices: all.filter(known => known !== leaving) }
}
