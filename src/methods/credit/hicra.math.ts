/** How varied the plans of a batch are. */
import { rolloutOfToken, type With } from '../../core/batch.ts'
import { entropy, sum } from '../../core/math.ts'

/** Entropy in nats of the shares of these counts; 0 when all are 0. arXiv 2509.03646: semantic entropy. */
export function entropyOfCounts(counts: readonly number[]): number {
  const total = sum(counts)
  return total > 0 ? entropy(counts.map(count => count / total)) : 0
}

/** How often each planning token occurs at each place of a response. */
export function planningCounts(batch: With<'planning'>): number[] {
  const owner = rolloutOfToken(batch)
  const counts = new Map<string, number>()
  batch.planning.forEach((marked, t) => {
    if (marked === 0) return
    const key = `${t - batch.tokenStart[owner[t]!]!}:${batch.token[t]}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  })
  return [...counts.values()]
}
