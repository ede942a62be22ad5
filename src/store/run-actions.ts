/** What a person can do with whole runs: begin one, look at another that is kept, fork, name, delete, take back. */
import { isHeavy } from '../core/cost.ts'
import type { Recipe } from '../core/recipe.ts'
import type { Client } from './client.ts'
import { closedRun } from './keep-runs.ts'
import type { Continuation, PageAction } from './reduce.ts'
import { newRunId } from './seed.ts'
import { costOfRecipe } from './select/cost.ts'
import { shownRun } from './select/run.ts'
import { longestName, runName } from './select/run-name.ts'
import type { RunState, RunStatus, Undo } from './state.ts'
import type { Store } from './store.ts'

export interface Opening {
  /** What it goes on from, under the id that it had. */
  readonly from?: Continuation & { readonly id?: string | undefined }
  /** It is the run before that goes on, in another worker: that one is not kept beside it. */
  readonly isSame?: boolean
  /** Trains at once, as far as this iteration, which an address asks for. */
  readonly until?: number | undefined
  /** Trains at once, whatever the run before did. */
  readonly plays?: boolean
}

export function createRunActions({ get, dispatch }: Store, client: Client) {
  const run = () => shownRun(get())

  /** The run before stays, closed, when anything was trained in it. `isSame`: it is the same run that goes on. */
  function open(recipe: Recipe, preset: string, { from, isSame = false, until, plays = false }: Opening = {}): void {
    const before = run()
    const play = before.status === 'playing'
    const origin = isSame || isEmpty(before) || before.log ? before.origin : { recipe: before.recipe, iteration: 0 }
    const id = from?.id ?? newRunId()
    const cost = from ? undefined : costOfRecipe(recipe, get())
    const held = cost !== undefined && isHeavy(cost)
    dispatch(
      {
        type: 'opening',
        id,
        recipe,
        preset,
        ...(origin && preset === before.preset && { origin }),
        ...(from && { from }),
        ...(held && { cost }),
      },
      ...leave(before, isSame),
    )
    if (!isSame) tellNew(before)
    if (held) client.close()
    else client.open((play && !from) || plays || until !== undefined, until)
  }

  /** What was left can be had back. */
  function tellNew(before: RunState): void {
    if (isEmpty(before)) return
    const text = `A new run: ${runName(run())}. ${runName(before)} is kept.`
    dispatch({ type: 'noticed', kind: 'info', text, undo: { does: 'show', run: before.id } })
  }

  /** Another kept run is looked at, at once, and steered as soon as a worker has it. */
  function showRun(id: string): void {
    const before = run()
    if (id === before.id || !get().runs.has(id)) return
    dispatch({ type: 'shown', id }, ...leave(before, false), { type: 'restarting', runId: id })
    client.open(false)
  }

  /** A log is looked at as a run, in which nothing is computed. */
  function addLog(added: RunState): void {
    const before = run()
    dispatch({ type: 'logAdded', run: added }, ...leave(before, false))
    dispatch({ type: 'laidBeside', id: undefined })
    client.open(false)
  }

  /** The same log, read again while it grows. */
  function rereadLog(run: RunState): void {
    const before = get().runs.get(run.id)
    if (!before) return
    dispatch({ type: 'logReread', run })
    const more = run.iteration - before.iteration
    const text =
      more === 0
        ? `${runName(run)} was read again: no new iteration.`
        : `${runName(run)} was read again: ${run.iteration} iterations, ${before.iteration} before.`
    dispatch({ type: 'noticed', kind: 'info', text })
  }

  /** A new run from the end of an iteration; the run that it leaves is kept as it is. */
  function fork(iteration: number): void {
    const before = run()
    if (!steerable.has(before.status)) return
    dispatch({ type: 'forked', id: newRunId(), from: before.id, iteration }, ...leave(before, false))
    client.fork(iteration)
    tellNew(before)
  }

  function deleteRun(id: string): void {
    const gone = get().runs.get(id)
    const next = [...get().runs.keys()].findLast(other => other !== id)
    if (!gone || next === undefined) return
    if (id === run().id) showRun(next)
    const kept = get().runs.get(id) ?? gone
    const undo = isEmpty(gone) ? {} : { undo: { does: 'keep', run: closedRun(kept) } as const }
    dispatch({ type: 'dropped', id }, { type: 'noticed', kind: 'info', text: `${runName(gone)} is deleted.`, ...undo })
  }

  function undo(undone: Undo): void {
    if (undone.does === 'show') showRun(undone.run)
    else dispatch({ type: 'kept', runs: [undone.run] })
  }

  return {
    open,
    showRun,
    addLog,
    rereadLog,
    fork,
    deleteRun,
    undo,
    continueFrom: (recipe: Recipe, preset: string, from: Opening['from'] & object) => open(recipe, preset, { from }),
    renameRun: (id: string, name: string) =>
      dispatch({ type: 'renamed', runId: id, name: name.trim().slice(0, longestName) || undefined }),
    /** Runs of earlier sessions. */
    keepRuns: (runs: readonly RunState[]) => dispatch({ type: 'kept', runs }),
  }
}

/** Nothing was trained in it since it was made. */
const isEmpty = ({ series, name, origin }: RunState): boolean =>
  name === undefined && series.length <= (origin?.iteration ?? 0)

/** A run of a few iterations is kept, but it is no curve to compare with. */
function leave(run: RunState, isSame: boolean): readonly PageAction[] {
  const { id, series, log } = run
  if (isSame || isEmpty(run)) return [{ type: 'dropped', id }]
  return [{ type: 'closed', runId: id }, ...(series.length > 2 && !log ? [{ type: 'laidBeside', id } as const] : [])]
}

/** States in which a worker has it and obeys. */
const steerable: ReadonlySet<RunStatus> = new Set(['paused', 'playing', 'finished'])
