/** The groups of a log, one after the other, with what checks ask of them. */
import { groupMembers } from '../core/batch.ts'
import type { Log, LogBatch, LoggedRollout } from '../core/log.ts'
import type { Row } from './finding.ts'
import { quoted, rowOf } from './words.ts'

export interface LogGroup {
  /** Place in `log.batches`. */
  readonly batch: number
  readonly in: LogBatch
  readonly name: string
  /** Rows of the batch. */
  readonly members: readonly number[]
  readonly rows: readonly Row[]
  readonly rewards: readonly number[]
  readonly rollouts: readonly LoggedRollout[]
  /** How many were sampled: samples of one rollout count once. */
  readonly size: number
}

const known = new WeakMap<Log, readonly LogGroup[]>()

/** Made once for all checks. */
export function groupsOf(log: Log): readonly LogGroup[] {
  const groups = known.get(log) ?? log.batches.flatMap((_, batch) => groupsIn(log, batch))
  known.set(log, groups)
  return groups
}

function groupsIn(log: Log, batch: number): LogGroup[] {
  const own = log.batches[batch]!
  return groupMembers(own.batch).map((members, g) => ({
    batch,
    in: own,
    name: own.groupNames[g] ?? String(g),
    members,
    rows: members.map(i => rowOf(log, batch, i)),
    rewards: members.map(i => own.batch.reward[i]!),
    rollouts: members.map(i => own.rollouts[i]!),
    size: own.batch.rollout ? new Set(members.map(i => own.batch.rollout![i])).size : members.length,
  }))
}

/** The group's prompt where the log has it, else its name. */
export function groupWords({ name, rollouts }: LogGroup): string {
  const prompt = rollouts[0]?.prompt
  return prompt ? `the group ${quoted(prompt, 40)}` : `the group ${quoted(name, 24)}`
}

export const scoredOf = ({ rewards }: Pick<LogGroup, 'rewards'>): number[] => rewards.filter(Number.isFinite)

/** What two responses to one prompt have in common; undefined where the log does not say. */
export const promptOf = ({ prompt, promptKey }: LoggedRollout): string | undefined => prompt ?? promptKey
