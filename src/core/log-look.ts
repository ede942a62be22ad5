/** What pictures and curves read of a recorded batch beside its columns. */
import { type Batch, groupMembers } from './batch.ts'
import { metricsOfBatch } from './batch-metrics.ts'
import { equalRewards, isSilent, type Metrics } from './metrics.ts'
import type { Phase } from './snapshot.ts'

export interface LogLook {
  /** Per token, where the log has advantages of rollouts only. */
  readonly credit?: Float32Array
  /** The last that left a column. */
  readonly phase: Phase
  readonly metrics: Metrics
}

/** Takes as long as a batch is large: the page has it made by the worker that reads. */
export function lookOf(logged: Batch): LogLook {
  const credit = logged.credit ?? spreadOf(logged)
  const batch = credit ? { ...logged, credit } : logged
  const metrics = metricsOfLog(batch, logged.token.length > 0)
  return { ...(credit && !logged.credit && { credit }), phase: lastPhase(batch), metrics }
}

/** Trainers that log one advantage per rollout give it to every token of the policy. */
function spreadOf({ advantage, token, tokenStart, mask }: Batch): Float32Array | undefined {
  if (!advantage) return undefined
  const spread = new Float32Array(token.length)
  advantage.forEach((value, i) => {
    if (!Number.isNaN(value)) spread.fill(value, tokenStart[i], tokenStart[i + 1])
  })
  return mask ? spread.map((value, t) => (mask[t] === 0 ? 0 : value)) : spread
}

/** Log-probabilities after the update are there only when it was logged. */
const lastPhase = ({ logp, credit }: Batch): Phase => (logp ? 'update' : credit ? 'credit' : 'reward')

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
