/** The page as a fold: (state, what happened) -> state. Pure; knows neither the worker nor the screen. */

import type { Cost } from '../core/cost.ts'
import { unreachable } from '../core/fail.ts'
import type { Recipe } from '../core/recipe.ts'
import type { BackendChoice, Checkpoint, Speed } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import { forgetOldest } from './keep-runs.ts'
import { type RunAction, reduceRun } from './reduce-run.ts'
import { shownRun, withRun } from './select/run.ts'
import { freshRun, type Notice, nothingSelected, type RunState, type Selection, type State, summed } from './state.ts'

/** What the page itself does; everything else is an event of the worker. */
export type PageAction =
  | RunAction
  /** A run is added and shown: from its base, or from what an earlier session left. */
  | {
      readonly type: 'opening'
      readonly id: string
      readonly recipe: Recipe
      readonly preset: string
      readonly from?: Continuation
      /** It is held for the person to decide. */
      readonly cost?: Cost
    }
  /** Another run is looked at, and steered. */
  | { readonly type: 'shown'; readonly id: string }
  /** Its curves lie below those of the shown one; nobody's when undefined. */
  | { readonly type: 'laidBeside'; readonly id: string | undefined }
  /** The run is forgotten; the one that is shown cannot be. */
  | { readonly type: 'dropped'; readonly id: string }
  | { readonly type: 'presetNamed'; readonly preset: string }
  | { readonly type: 'selected'; readonly change: Partial<Selection> }
  | { readonly type: 'tabChosen'; readonly tab: string }
  | { readonly type: 'signalChosen'; readonly signal: string }
  | { readonly type: 'speedChosen'; readonly speed: Speed }
  | { readonly type: 'backendChosen'; readonly backend: BackendChoice; readonly path: State['path'] }
  | { readonly type: 'themeChosen'; readonly theme: State['theme'] }
  | ({ readonly type: 'noticed' } & Omit<Notice, 'id'>)
  | { readonly type: 'noticeDismissed'; readonly id: number }
  | { readonly type: 'cardDismissed'; readonly card: string }

/** What a run continues from. */
export type Continuation = { readonly checkpoint: Checkpoint } & Pick<
  RunState,
  'series' | 'snapshots' | 'changes' | 'baseline'
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
    case 'shown':
      return show(state, action.id)
    case 'laidBeside':
      return { ...state, beside: action.id }
    case 'dropped':
      return drop(state, action.id)
    case 'presetNamed':
      return { ...state, preset: action.preset }
    case 'selected':
      return { ...state, selection: select(state.selection, action.change) }
    case 'tabChosen':
      return { ...state, tab: action.tab }
    case 'signalChosen':
      return { ...state, signal: action.signal }
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
    default:
      return unreachable(action, 'store.reduce')
  }
}

function opening(state: State, action: Extract<PageAction, { type: 'opening' }>): State {
  const { id, recipe, preset, from, cost } = action
  const held = cost && ({ status: 'held', loading: undefined, cost } as const)
  const fresh = { ...freshRun(id, recipe), ...held }
  const run = from ? { ...fresh, ...from, iteration: from.checkpoint.iteration } : fresh
  return { ...show(withRun(state, run), id), preset, dismissedCards: [] }
}

function show(state: State, id: string): State {
  const run = state.runs.get(id)
  if (!run || id === state.shown) return state
  // The same problems and noise under another setting: the place that is looked at stays.
  const isSameTask = shownRun(state).recipe.task === run.recipe.task
  const selection = isSameTask ? { ...state.selection, iteration: undefined } : nothingSelected
  return { ...state, shown: id, beside: state.beside === id ? undefined : state.beside, selection }
}

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

function notice(state: State, { kind, text, details }: Omit<Notice, 'id'>): State {
  if (state.notices.some(known => known.text === text && !details)) return state
  const id = 1 + Math.max(0, ...state.notices.map(known => known.id))
  const all = [...state.notices, { id, kind, text, ...(details && { details }) }]
  if (all.length <= mostNotices) return { ...state, notices: all }
  const least = Math.min(...all.map(known => weights[known.kind]))
  const leaving = all.find(known => weights[known.kind] === least)
  return { ...state, notices: all.filter(known => known !== leaving) }
}
