/** A log as a run that is only looked at: its batches as snapshots, and what the curves need of them. No worker has it. */
import { type Batch, groupMembers } from '../core/batch.ts'
import { metricsOfBatch } from '../core/batch-metrics.ts'
import { breathe } from '../core/breathe.ts'
import type { Log, LogBatch } from '../core/log.ts'
import { equalRewards, isSilent, type Metrics } from '../core/metrics.ts'
import { blankRecipe } from '../core/recipe.ts'
import type { GroupProblem, Phase, Snapshot } from '../core/snapshot.ts'
import { newRunId } from './seed.ts'
import { freshRun, type LoggedRun, type RunState } from './state.ts'

/**
 * An iteration of a log, as pictures see it. Iterations are counted from 1 in the order of the log, because its own
 * numbers may have gaps or be absent.
 */
export function snapshotOfLog(logged: LogBatch, iteration: number): Snapshot {
  const batch = withCredit(logged.batch)
  return {
    iteration,
    phase: lastPhase(batch),
    batch,
    problems: problemsOf(logged),
    notes: Array.from({ length: batch.rollouts }, () => ''),
    explain: {},
    metrics: metricsOfLog(batch, logged.batch.token.length > 0),
  }
}

/** The whole log, in pieces that leave the page responsive. */
export async function openAsRun(log: Log): Promise<RunState> {
  const snapshots: Snapshot[] = []
  for (const batch of log.batches) {
    snapshots.push(snapshotOfLog(batch, 1 + snapshots.length))
    await breathe()
  }
  return logRun(newRunId(), log, snapshots)
}

/** `snapshots`: of all its iterations. */
export const logRun = (id: string, log: Log, snapshots: readonly Snapshot[]): RunState => ({
  ...freshRun(id, blankRecipe),
  status: 'closed',
  loading: undefined,
  preparing: false,
  iteration: snapshots.length,
  phase: snapshots.at(-1)?.phase,
  series: snapshots.map(({ metrics }) => metrics),
  snapshots,
  log: loggedOf(log),
})

const loggedOf = ({ name, title, batches, vocabulary }: Log): LoggedRun => {
  const words: string[] = []
  for (const [id, text] of vocabulary) words[id] = text
  return { name, format: title, numbers: batches.map(({ iteration }) => iteration), vocabulary: words }
}

/** Trainers that log one advantage per rollout give it to every token of the policy. */
function withCredit(batch: Batch): Batch {
  const { advantage, credit, tokenStart, mask } = batch
  if (credit || !advantage) return batch
  const spread = new Float32Array(batch.token.length)
  advantage.forEach((value, i) => {
    if (!Number.isNaN(value)) spread.fill(value, tokenStart[i], tokenStart[i + 1])
  })
  return { ...batch, credit: mask ? spread.map((value, t) => (mask[t] === 0 ? 0 : value)) : spread }
}

/** Log-probabilities after the update are there only when it was logged. */
const lastPhase = ({ logp, credit }: Batch): Phase => (logp ? 'update' : credit ? 'credit' : 'reward')

const problemsOf = ({ batch, rollouts, groupNames }: LogBatch): GroupProblem[] =>
  groupMembers(batch).map((members, index) => ({
    index,
    text: rollouts[members[0] ?? -1]?.prompt ?? groupNames[index] ?? '',
    prompt: [],
  }))

/** Without tokens a length would read 0, and without credit equal rewards are what teaches nothing. */
function metricsOfLog(batch: Batch, hasTokens: boolean): Metrics {
  const { length, ...others } = metricsOfBatch(batch)
  const groups = groupMembers(batch)
  const isMute = batch.credit && hasTokens ? isSilent : equalRewards
  const silent = groups.filter(members => isMute(batch, members)).length
  return {
    ...others,
    ...(hasTokens && length !== undefined && { length }),
    ...(groups.length > 0 && { noSignal: silent / groups.length }),
    rolloutsSampled: batch.rollouts,
  }
}
