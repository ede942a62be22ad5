/** A log as a run that is only looked at: its batches as snapshots, and what the curves need of them. No worker has it. */
import { groupMembers } from '../core/batch.ts'
import { breathe } from '../core/breathe.ts'
import type { Log, LogBatch } from '../core/log.ts'
import { lookOf } from '../core/log-look.ts'
import { blankRecipe } from '../core/recipe.ts'
import type { GroupProblem, Snapshot } from '../core/snapshot.ts'
import { newRunId } from './seed.ts'
import { freshRun, type LoggedRun, type RunState } from './state.ts'

/**
 * An iteration of a log, as pictures see it. Iterations are counted from 1 in the order of the log, because its own
 * numbers may have gaps or be absent.
 */
export function snapshotOfLog(logged: LogBatch, iteration: number): Snapshot {
  const { credit, phase, metrics } = logged.look ?? lookOf(logged.batch)
  const batch = credit ? { ...logged.batch, credit } : logged.batch
  return {
    iteration,
    phase,
    batch,
    problems: problemsOf(logged),
    notes: Array.from({ length: batch.rollouts }, () => ''),
    explain: {},
    metrics,
  }
}

/** The whole log, in pieces that leave the page responsive. `id`: of the run whose place it takes. */
export async function openAsRun(log: Log, opening?: LoggedRun['opening'], id = newRunId()): Promise<RunState> {
  const snapshots: Snapshot[] = []
  for (const batch of log.batches) {
    snapshots.push(snapshotOfLog(batch, 1 + snapshots.length))
    await breathe()
  }
  return logRun(id, log, snapshots, opening)
}

/** `snapshots`: of all its iterations. */
export const logRun = (
  id: string,
  log: Log,
  snapshots: readonly Snapshot[],
  opening?: LoggedRun['opening'],
): RunState => ({
  ...freshRun(id, blankRecipe),
  status: 'closed',
  loading: undefined,
  preparing: false,
  iteration: snapshots.length,
  phase: snapshots.at(-1)?.phase,
  series: snapshots.map(({ metrics }) => metrics),
  snapshots,
  log: loggedOf(log, opening),
})

const loggedOf = ({ name, title, batches, vocabulary }: Log, opening: LoggedRun['opening']): LoggedRun => {
  const words: string[] = []
  for (const [id, text] of vocabulary) words[id] = text
  return { name, format: title, numbers: batches.map(({ iteration }) => iteration), vocabulary: words, opening }
}

const problemsOf = ({ batch, rollouts, groupNames }: LogBatch): GroupProblem[] =>
  groupMembers(batch).map((members, index) => ({
    index,
    text: rollouts[members[0] ?? -1]?.prompt ?? groupNames[index] ?? '',
    prompt: [],
  }))
