/** What stands beside the problem: the group's statistics as the method reports them, else computed from the rewards. */
import { sum } from '../../../core/math.ts'
import type { ParamSpecs, ParamValues } from '../../../core/params.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import type { Spot } from '../../kit/locate.ts'
import { fixed, short } from '../../kit/numbers.ts'
import { rewardStatistics } from '../../kit/reward-statistics.ts'

export interface GroupFact {
  readonly label: string
  readonly value: string
  /** How it comes about, with its numbers. */
  readonly formula?: string
  readonly note: string
}

export function groupFacts(
  snapshot: Pick<Snapshot, 'batch' | 'explain'>,
  { members }: Pick<Spot, 'members'>,
  specs: ParamSpecs,
  params: ParamValues,
): GroupFact[] {
  const { rewards, mean, std, ddof } = rewardStatistics(snapshot, params, members)
  const total = sum(rewards)
  const squares = sum(rewards.map(reward => (reward - total / rewards.length) ** 2))
  const facts: GroupFact[] = [
    {
      label: 'mean',
      value: fixed(mean),
      ...where(fixed(total / rewards.length) === fixed(mean), `${short(total)} / ${rewards.length}`),
      note: 'Mean reward of the siblings as the method computes it; it may subtract another baseline.',
    },
    {
      label: 'sd',
      value: fixed(std, 3),
      ...where(
        fixed(Math.sqrt(squares / (rewards.length - ddof)), 3) === fixed(std, 3),
        `√(${short(squares)} / (${rewards.length} − ${ddof}))`,
      ),
      note: 'Deviation of the rewards as the method computes it.',
    },
  ]
  const epsilon = params.epsilon
  if (typeof epsilon === 'number' && specs.epsilon) {
    facts.push({ label: 'ε', value: short(epsilon), note: specs.epsilon.note ?? 'Keeps the division finite.' })
  }
  return facts
}

/** A formula that gives another number than the one shown would explain nothing. */
const where = (agrees: boolean, formula: string) => (agrees ? { formula } : {})
