import type { Batch } from '../../core/batch.ts'
import type { Metrics } from '../../core/metrics.ts'

/** Means over the pairs, by their weights, of the log-ratios to the reference, [T] log-probabilities summed per response. */
export function pairMetrics({ pairs, refLogp, tokenStart, mask }: Batch, logp: Float32Array): Metrics {
  if (!pairs || !refLogp || pairs.chosen.length === 0) return {}
  const logRatio = (row: number): number => {
    let sum = 0
    for (let t = tokenStart[row]!; t < tokenStart[row + 1]!; t++) if (mask?.[t] !== 0) sum += logp[t]! - refLogp[t]!
    return sum
  }
  const total = pairs.weight.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0)) return {}
  const [chosen, rejected] = [pairs.chosen, pairs.rejected].map(
    rows => rows.reduce((sum, row, k) => sum + pairs.weight[k]! * logRatio(row), 0) / total,
  )
  return { chosenLogRatio: chosen!, rejectedLogRatio: rejected!, margin: chosen! - rejected! }
}
