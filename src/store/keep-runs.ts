/**
 * Which runs stay in the page's memory, and how much of each. A run that is open is whole. A closed one keeps recipe,
 * curves, its newest checkpoint and a few of its snapshots, so that it can be looked at at once and gone on with. Of closed
 * runs the oldest go beyond a budget, and the page says which; never the one that is shown nor the one beside it.
 */
import { thinSnapshots } from './keep-snapshots.ts'
import { runName } from './select/run-name.ts'
import { freshRun, type Notice, type RunState, type State } from './state.ts'

export const keptAtMost = { runs: 16, bytes: 192 * 2 ** 20 } as const

/** Tokens of all snapshots of a closed run. */
const tokensOfClosed = 60_000

/** What is left of a run when its worker has let it go. */
export const closedRun = (run: RunState): RunState => ({
  ...freshRun(run.id, run.recipe, run.preset),
  name: run.name,
  origin: run.origin,
  status: 'closed',
  loading: undefined,
  preparing: false,
  backend: run.backend,
  parameterCount: run.parameterCount,
  iteration: run.iteration,
  series: run.series,
  baseline: run.baseline,
  snapshots: thinSnapshots(run.snapshots, tokensOfClosed, 1),
  changes: run.changes,
  checkpoint: run.checkpoint,
})

/** What it takes in memory, roughly: some 150 bytes per token, weights with their two moments, and the curves. */
export const bytesOfRun = ({ snapshots, checkpoint, series }: RunState): number =>
  150 * snapshots.reduce((sum, { batch }) => sum + batch.token.length, 0) +
  3 * (checkpoint?.parameters.byteLength ?? 0) +
  400 * series.length

export function forgetOldest(state: State): State {
  const idle = [...state.runs.values()].filter(
    ({ id, status }) => status === 'closed' && id !== state.shown && id !== state.beside,
  )
  const gone: RunState[] = []
  let left = idle.length
  let bytes = idle.reduce((sum, run) => sum + bytesOfRun(run), 0)
  for (const run of idle) {
    if (left <= keptAtMost.runs && bytes <= keptAtMost.bytes) break
    gone.push(run)
    left -= 1
    bytes -= bytesOfRun(run)
  }
  if (gone.length === 0) return state
  const runs = new Map(state.runs)
  for (const { id } of gone) runs.delete(id)
  return { ...state, runs, notices: [...state.notices, sayGone(state, gone)] }
}

const sayGone = ({ notices }: State, gone: readonly RunState[]): Notice => ({
  id: 1 + Math.max(0, ...notices.map(({ id }) => id)),
  kind: 'info',
  text: `To make room, the oldest kept ${gone.length === 1 ? 'run was' : 'runs were'} let go: ${gone.map(runName).join('; ')}.`,
})
