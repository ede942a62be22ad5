/** The one room that knows how runs are kept. Everything else asks for the run that is shown, or the one beside it. */
import { fail } from '../../core/fail.ts'
import type { RunState, State } from '../state.ts'

/** The part of the state that says which runs there are. */
export type Runs = Pick<State, 'runs' | 'shown' | 'beside'>

export const shownRun = ({ runs, shown }: Pick<State, 'runs' | 'shown'>): RunState =>
  runs.get(shown) ?? fail('store.shown', 'the id of a run', shown, 'Please report this defect.')

/** The run whose curves lie under those of the shown one. */
export const besideRun = ({ runs, beside }: Pick<State, 'runs' | 'beside'>): RunState | undefined =>
  beside === undefined ? undefined : runs.get(beside)

/** The runs of a page that knows only one. */
export const soleRun = (run: RunState): Runs => ({ runs: new Map([[run.id, run]]), shown: run.id, beside: undefined })

/** Another value for one run; the same state when nothing is another. */
export function withRun(state: State, run: RunState): State {
  return state.runs.get(run.id) === run ? state : { ...state, runs: new Map(state.runs).set(run.id, run) }
}
