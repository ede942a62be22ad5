/**
 * Which runs stay in the page's memory, and how much of each. A run that is open is whole. A closed one keeps its recipe
 * and its curves; weights and snapshots go with its worker. Of closed runs the oldest are forgotten beyond `mostClosed`,
 * but never the one that is shown nor the one beside it.
 */
import { freshRun, type RunState, type State } from './state.ts'

const mostClosed = 8

/** What is left of a run when its worker has let it go. */
export const closedRun = ({ id, recipe, iteration, series, baseline, changes }: RunState): RunState => ({
  ...freshRun(id, recipe),
  status: 'closed',
  loading: undefined,
  preparing: false,
  iteration,
  series,
  baseline,
  changes,
})

export function forgetOldest(state: State): State {
  const idle = [...state.runs.values()].filter(
    ({ id, status }) => status === 'closed' && id !== state.shown && id !== state.beside,
  )
  const spare = idle.slice(0, Math.max(0, idle.length - mostClosed))
  if (spare.length === 0) return state
  const runs = new Map(state.runs)
  for (const { id } of spare) runs.delete(id)
  return { ...state, runs }
}
