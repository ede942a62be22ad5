/** Rewards and advantages of one iteration as the rules see them, in double precision. */
import type { Batch } from '../../core/batch.ts'
import type { Numbers } from '../../core/math.ts'

export interface Observed {
  /** [n] NaN where nothing could score the rollout. */
  readonly reward: Float64Array
  /** [n] The advantage in the log; NaN where it has none. */
  readonly logged: Float64Array
  /** Rows of each group. */
  readonly members: readonly (readonly number[])[]
  /** [n] Samples of one rollout share a number, and count once; undefined: every sample is its own. */
  readonly sample: Numbers | undefined
}

/** Rows of each number. */
export function rowsBy<K>(keys: Iterable<K>): Map<K, number[]> {
  const rows = new Map<K, number[]>()
  let at = 0
  for (const key of keys) {
    const known = rows.get(key)
    if (known) known.push(at)
    else rows.set(key, [at])
    at++
  }
  return rows
}

export const observe = (batch: Batch, groups: Iterable<unknown> = batch.group): Observed => ({
  reward: Float64Array.from(batch.reward),
  logged: batch.advantage ? Float64Array.from(batch.advantage) : new Float64Array(batch.rollouts).fill(Number.NaN),
  members: [...rowsBy(groups).values()],
  sample: batch.rollout,
})

/** Of these rows those with a reward, each rollout once. */
export function counting({ reward, sample }: Observed, rows: readonly number[]): readonly number[] {
  const scored = rows.filter(i => Number.isFinite(reward[i]!))
  if (!sample) return scored
  const last = new Map(scored.map(i => [sample[i]!, i]))
  return [...last.values()]
}
