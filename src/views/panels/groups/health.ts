/** What is worth knowing about a group before looking at its numbers. */
import { type Batch, groupMembers } from '../../../core/batch.ts'
import { allDropped, isSilent } from '../../../core/metrics.ts'
import type { ParamValues } from '../../../core/params.ts'
import { hasRun, type Snapshot } from '../../../core/snapshot.ts'
import { rewardStatistics } from '../../kit/reward-statistics.ts'

export interface GroupSummary {
  readonly group: number
  readonly members: readonly number[]
  /** Rewards that could be scored. */
  readonly rewards: readonly number[]
  readonly mean: number
  readonly std: number
  /** Difference of the best and the worst reward. */
  readonly gap: number
  /** Advantage of each member, NaN before the advantage phase. */
  readonly advantages: readonly number[]
  readonly largest: number
  /** No token of it has credit; undefined before the credit phase. */
  readonly silent: boolean | undefined
  readonly flags: readonly Flag[]
}

export interface Flag {
  readonly id:
    | 'dropped'
    | 'no-signal'
    | 'near-tie'
    | 'alone'
    | 'all-truncated'
    | 'all-correct'
    | 'all-wrong'
    | 'unscored'
  readonly label: string
  /** What it means, in one sentence. */
  readonly note: string
  readonly kind: 'info' | 'warning'
}

/** Below this, rewards count as equal. */
const nothing = 1e-8
/** An advantage this many times its reward gap comes from dividing by a tiny spread. */
const blowUp = 10

/** Before the credit phase nobody can say, so no group is passed over. */
export const hasSignal = ({ silent }: GroupSummary): boolean => silent !== true

export const rewardsAgree = ({ gap, rewards }: Pick<GroupSummary, 'gap' | 'rewards'>): boolean =>
  gap <= nothing && rewards.length > 0

type Source = Pick<Snapshot, 'batch' | 'explain' | 'phase' | 'metrics'>

/** One summary for each group. */
export const summariesOf = (source: Source, params: ParamValues): GroupSummary[] =>
  groupMembers(source.batch).map((members, group) => summarise(source, params, members, group))

function summarise(source: Source, params: ParamValues, members: readonly number[], group: number): GroupSummary {
  const { batch } = source
  const { rewards, mean, std } = rewardStatistics(source, params, members)
  const advantages = members.map(row => batch.advantage?.[row] ?? Number.NaN)
  const known = advantages.filter(value => !Number.isNaN(value))
  const base = {
    group,
    members,
    rewards,
    mean,
    std,
    gap: rewards.length > 0 ? Math.max(...rewards) - Math.min(...rewards) : 0,
    advantages,
    largest: known.reduce((top, value) => Math.max(top, Math.abs(value)), 0),
    silent: batch.credit && isSilent(batch, members),
  }
  return { ...base, flags: flagsOf(source, base) }
}

const flag = (id: Flag['id'], kind: Flag['kind'], label: string, note: string): Flag => ({ id, kind, label, note })

function flagsOf({ batch, phase, metrics }: Source, summary: Omit<GroupSummary, 'flags'>): Flag[] {
  const { members, rewards } = summary
  const flags =
    members.length === 1 ? [flag('alone', 'warning', 'group of one', 'There is no sibling to compare with.')] : []
  if (allDropped(metrics)) {
    flags.push(flag('dropped', 'warning', 'dropped', 'The method dropped this group: it was not trained on.'))
  } else flags.push(...signalFlags(summary))
  if (hasRun('reward', phase) && rewards.length < members.length) {
    const note = `${members.length - rewards.length} of ${members.length} responses could not be scored.`
    flags.push(flag('unscored', 'warning', 'unscored', note))
  }
  return [...flags, ...outcomeFlags(batch, members)]
}

function signalFlags(summary: Omit<GroupSummary, 'flags'>): Flag[] {
  const { silent, gap, largest, advantages } = summary
  if (silent) {
    const why = rewardsAgree(summary) ? 'All rewards are equal, and ' : ''
    const note = `${why}no token of the group has credit: nothing is learned from it.`
    return [flag('no-signal', 'warning', 'no signal', note.charAt(0).toUpperCase() + note.slice(1))]
  }
  // Advantages that are merely large, such as raw rewards, are no further apart than the rewards.
  const apart = Math.max(...advantages) - Math.min(...advantages)
  if (!(apart > blowUp * gap && gap > nothing)) return []
  const note = `A reward gap of ${gap.toPrecision(2)} became an advantage of ${largest.toPrecision(3)}: the spread it is divided by is tiny.`
  return [flag('near-tie', 'warning', 'near tie', note)]
}

function outcomeFlags(batch: Batch, members: readonly number[]): Flag[] {
  const flags: Flag[] = []
  const all = (column: Float32Array | undefined, value: number) =>
    column !== undefined && members.every(row => column[row] === value)
  if (all(batch.truncated, 1)) {
    const note = 'No response ended by itself within the length limit.'
    flags.push(flag('all-truncated', 'warning', 'all truncated', note))
  }
  if (members.length > 1 && all(batch.correct, 1)) {
    flags.push(flag('all-correct', 'info', 'all correct', 'Nothing left to learn here.'))
  }
  if (members.length > 1 && all(batch.correct, 0)) {
    const note = 'No response solved it; only more samples or an easier problem would tell them apart.'
    flags.push(flag('all-wrong', 'info', 'all wrong', note))
  }
  return flags
}
