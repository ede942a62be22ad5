/** The page as a fold: (state, what happened) -> state. Pure; knows neither the worker nor the screen. */
import { unreachable } from '../core/fail.ts'
import type { ParamValues } from '../core/params.ts'
import type { Recipe } from '../core/recipe.ts'
import type { BackendChoice, Checkpoint, Speed } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import { reduceRun } from './reduce-run.ts'
import { freshRun, type Notice, nothingSelected, type RunState, type Selection, type State } from './state.ts'

/** What the page itself does; everything else is an event of the worker. */
export type PageAction =
  /** A run is opened: from its base, or from what an earlier session left. */
  | {
      readonly type: 'opening'
      readonly runId: string
      readonly recipe: Recipe
      readonly preset: string
      readonly from?: Continuation
    }
  /** The worker is started again under the same run. */
  | { readonly type: 'restarting' }
  /** The iteration under way is done again, up to the phase that it had reached. */
  | { readonly type: 'replaying' }
  /** There is something to look at again. */
  | { readonly type: 'prepared' }
  | { readonly type: 'played' }
  | { readonly type: 'halted' }
  | { readonly type: 'paramsChanged'; readonly recipe: Recipe; readonly params: ParamValues }
  | { readonly type: 'presetNamed'; readonly preset: string }
  | { readonly type: 'selected'; readonly change: Partial<Selection> }
  | { readonly type: 'tabChosen'; readonly tab: string }
  | { readonly type: 'signalChosen'; readonly signal: string }
  | { readonly type: 'speedChosen'; readonly speed: Speed }
  | { readonly type: 'backendChosen'; readonly backend: BackendChoice; readonly path: State['path'] }
  | { readonly type: 'themeChosen'; readonly theme: State['theme'] }
  | { readonly type: 'noticed'; readonly kind: Notice['kind']; readonly text: string }
  | { readonly type: 'noticeDismissed'; readonly id: number }
  | { readonly type: 'cardDismissed'; readonly card: string }
  | { readonly type: 'failureDismissed' }

/** What a run continues from. */
export type Continuation = { readonly checkpoint: Checkpoint } & Pick<
  RunState,
  'series' | 'snapshots' | 'changes' | 'baseline'
>

export const reduceAll = (state: State, happened: readonly (RunEvent | PageAction)[]): State =>
  happened.reduce(reduce, state)

export function reduce(state: State, happened: RunEvent | PageAction): State {
  if ('runId' in happened && happened.type !== 'opening') {
    const run = reduceRun(state.run, happened)
    if (run === state.run) return state
    return happened.type === 'opened' ? notices({ ...state, run }, happened.notices) : { ...state, run }
  }
  return reducePage(state, happened)
}

function reducePage(state: State, action: PageAction): State {
  switch (action.type) {
    case 'opening':
      return opening(state, action)
    case 'restarting':
      return withRun(state, { status: 'loading', loading: { what: 'engine', share: undefined } })
    case 'replaying':
      return withRun(state, { preparing: true })
    case 'prepared':
      return state.run.preparing ? withRun(state, { preparing: false }) : state
    case 'played':
      return withRun(state, { status: 'playing', preparing: false })
    case 'halted':
      return state.run.status === 'playing' ? withRun(state, { status: 'paused' }) : state
    case 'paramsChanged':
      return paramsChanged(state, action.recipe, action.params)
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
      return notice(state, action.kind, action.text)
    case 'noticeDismissed':
      return { ...state, notices: state.notices.filter(({ id }) => id !== action.id) }
    case 'cardDismissed':
      return { ...state, dismissedCards: [...new Set([...state.dismissedCards, action.card])] }
    case 'failureDismissed':
      return withRun(state, { failure: undefined })
    default:
      return unreachable(action, 'store.reduce')
  }
}

const withRun = (state: State, change: Partial<RunState>): State => ({ ...state, run: { ...state.run, ...change } })

function opening(state: State, action: Extract<PageAction, { type: 'opening' }>): State {
  const { run } = state
  const fresh = freshRun(action.runId, action.recipe)
  const { from } = action
  return {
    ...state,
    run: from ? { ...fresh, ...from, iteration: from.checkpoint.iteration } : fresh,
    // A run of a few iterations is a try, and one that goes on is the same run: nothing to compare with.
    past: !from && run.series.length > 2 ? { id: run.id, recipe: run.recipe, series: run.series } : state.past,
    preset: action.preset,
    // The same problems and noise under another setting: the place that is looked at stays.
    selection: run.recipe.task === action.recipe.task ? { ...state.selection, iteration: undefined } : nothingSelected,
    dismissedCards: [],
  }
}

function paramsChanged(state: State, recipe: Recipe, params: ParamValues): State {
  const { run } = state
  const started = run.iteration > 0 || run.phase !== undefined
  const change = { iteration: run.iteration, params }
  const finished = run.status === 'finished' ? { status: 'paused' as const } : {}
  return withRun(state, { recipe, ...finished, ...(started && { changes: [...run.changes, change] }) })
}

/** A new group starts at its first response; a new response keeps the position, so that siblings can be compared. */
function select(selection: Selection, change: Partial<Selection>): Selection {
  const anew = change.group !== undefined && change.group !== selection.group
  return { ...selection, ...(anew && { rollout: 0, token: 0 }), ...change }
}

/** The same sentence is not said twice at a time; the oldest give way. */
const mostNotices = 5
function notice(state: State, kind: Notice['kind'], text: string): State {
  if (state.notices.some(known => known.text === text)) return state
  const id = 1 + Math.max(0, ...state.notices.map(known => known.id))
  return { ...state, notices: [...state.notices, { id, kind, text }].slice(-mostNotices) }
}
const notices = (state: State, texts: readonly string[]): State =>
  texts.reduce((next, text) => notice(next, 'warning', text), state)
