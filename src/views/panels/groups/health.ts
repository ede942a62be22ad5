/** What is worth knowing about a group before looking at its numbers. */
import { type Batch, groupMembers } from '../../../core/batch.ts'
import type { ParamValues } from '../../../core/params.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
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
  readonly flags: readonly Flag[]
}

export interface Flag {
  readonly id: 'no-signal' | 'near-tie' | 'alone' | 'all-truncated' | 'all-correct' | 'all-wrong' | 'unscored'
  readonly label: string
  /** What it means, in one sentence. */
  readonly note: string
  readonly kind: 'info' | 'warning'
}

/** Below this, rewards count as equal and advantages as zero. */
const nothing = 1e-8
/** An advantage this many times its reward gap comes from dividing by a tiny spread. */
const blowUp = 10

export const hasSignal = ({ gap }: GroupSummary): boolean => gap > nothing

type Source = Pick<Snapshot, 'batch' | 'explain'>

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
  }
  return { ...base, flags: flagsOf(batch, base) }
}

function flagsOf(batch: Batch, summary: Omit<GroupSummary, 'flags'>): Flag[] {
  const { members, rewards, gap, largest } = summary
  const flags: Flag[] = []
  const all = (column: Float32Array | undefined, value: number) =>
    column !== undefined && members.every(row => column[row] === value)
  if (members.length === 1) {
    flags.push({ id: 'alone', kind: 'warning', label: 'group of one', note: 'There is no sibling to compare with.' })
  } else if (gap <= nothing && rewards.length > 0) {
    const note = 'All rewards are equal, so a baseline from the group leaves every advantage at 0.'
    flags.push({ id: 'no-signal', kind: 'warning', label: 'no signal', note })
  } else if (largest > blowUp * gap && gap > nothing) {
    const note = `A reward gap of ${gap.toPrecision(2)} became an advantage of ${largest.toPrecision(3)}: the spread it is divided by is tiny.`
    flags.push({ id: 'near-tie', kind: 'warning', label: 'near tie', note })
  }
  if (rewards.length < members.length) {
    const note = `${members.length - rewards.length} of ${members.length} responses could not be scored.`
    flags.push({ id: 'unscored', kind: 'warning', label: 'unscored', note })
  }
  if (all(batch.truncated, 1)) {
    const note = 'No response ended by itself within the length limit.'
    flags.push({ id: 'all-truncated', kind: 'warning', label: 'all truncated', note })
  }
  if (members.length > 1 && all(batch.correct, 1)) {
    flags.push({ id: 'all-correct', kind: 'info', label: 'all correct', note: 'Nothing left to learn here.' })
  }
  if (members.length > 1 && all(batch.correct, 0)) {
    const note = 'No response solved it; only more samples or an easier problem would tell them apart.'
    flags.push({ id: 'all-wrong', kind: 'info', label: 'all wrong', note })
  }
  return flags
}
