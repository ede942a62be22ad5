/** The one mean and the one deviation of a group's rewards that every picture shows. */
import { mean, pick, std } from '../../core/math.ts'
import type { ParamValues } from '../../core/params.ts'
import type { Snapshot } from '../../core/snapshot.ts'

export interface RewardStatistics {
  /** Rewards that could be scored. */
  readonly rewards: readonly number[]
  readonly mean: number
  /** NaN for fewer than two scored responses, unless the method says otherwise. */
  readonly std: number
  /** What the deviation's divisor is smaller by than the number of rewards. */
  readonly ddof: number
}

/** As the method reports them where it has one number for the whole group, else from the scored rewards. */
export function rewardStatistics(
  { batch, explain }: Pick<Snapshot, 'batch' | 'explain'>,
  params: ParamValues,
  members: readonly number[],
): RewardStatistics {
  // An unscored response has no statistics of its own: 0 in the column.
  const scored = members.filter(i => !Number.isNaN(batch.reward[i]!))
  const reported = (name: string): number | undefined => {
    const column = explain[name]
    const value = column?.extent === 'rollout' && scored[0] !== undefined ? column.values[scored[0]] : undefined
    return scored.every(i => Object.is(column?.values[i], value)) ? value : undefined
  }
  const rewards = pick(batch.reward, scored)
  const ddof = typeof params.ddof === 'number' ? params.ddof : 1
  return { rewards, mean: reported('mean') ?? mean(rewards), std: reported('std') ?? std(rewards, ddof), ddof }
}
