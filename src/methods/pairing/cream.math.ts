/** How alike two judges rank a group. */
import { type Batch, groupMembers, type With } from '../../core/batch.ts'
import { scoredMembers } from '../../core/formulas/pairing.ts'
import { mean } from '../../core/math.ts'

export type SelfReward = 'log-probability' | 'log-ratio'

/**
 * [n] what a policy with these log-probabilities [T] thinks of each response: the mean of them over its own tokens, or the
 * sum of log-ratios to the reference; NaN where nothing was scored.
 */
export function selfRewards(batch: With<'refLogp'>, logp: Float32Array, by: SelfReward): Float32Array {
  const { tokenStart, mask, refLogp, rollouts } = batch
  const result = new Float32Array(rollouts).fill(Number.NaN)
  for (const i of scoredMembers(batch).flat()) {
    let [sum, own] = [0, 0]
    for (let t = tokenStart[i]!; t < tokenStart[i + 1]!; t++) {
      if (mask?.[t] === 0) continue
      sum += by === 'log-ratio' ? logp[t]! - refLogp[t]! : logp[t]!
      own++
    }
    result[i] = by === 'log-ratio' ? sum : sum / Math.max(1, own)
  }
  return result
}

/** Ranks from 0; ties: the earlier first. */
const ranksOf = (values: readonly number[]): number[] => {
  const order = values.map((_, k) => k).sort((a, b) => values[a]! - values[b]! || a - b)
  const ranks = values.map(() => 0)
  order.forEach((place, rank) => {
    ranks[place] = rank
  })
  return ranks
}

export type Agreement = 'kendall' | 'spearman' | 'toporder'

/** From 0, the reverse order, to 1, the same. Source: CREAM cal_consistency.py (de1d04b). Fewer than two agree. */
export function consistencyOf(kind: Agreement, current: readonly number[], previous: readonly number[]): number {
  const [a, b, n] = [ranksOf(current), ranksOf(previous), current.length]
  if (n < 2) return 1
  switch (kind) {
    case 'kendall': {
      let agreeing = 0
      for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (a[i]! > a[j]! === b[i]! > b[j]!) agreeing++
      return agreeing / ((n * (n - 1)) / 2)
    }
    case 'spearman': {
      const squares = a.reduce((sum, rank, k) => sum + (rank - b[k]!) ** 2, 0)
      return 1 - (3 * squares) / (n * (n * n - 1))
    }
    case 'toporder':
      return a[0] === b[0] && a[n - 1] === b[n - 1] ? 1 : 0
  }
}

/** [groups] each group's own, or the mean over all for all. */
export function consistencies(
  batch: Batch,
  current: Float32Array,
  previous: Float32Array,
  kind: Agreement,
  over: 'batch' | 'group',
): Float32Array {
  const own = groupMembers(batch).map(members => {
    const told = members.filter(i => Number.isFinite(current[i]!) && Number.isFinite(previous[i]!))
    return consistencyOf(
      kind,
      told.map(i => current[i]!),
      told.map(i => previous[i]!),
    )
  })
  return Float32Array.from(over === 'group' ? own : own.map(() => mean(own)))
}
