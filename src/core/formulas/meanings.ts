/** Responses that say the same, and how uncertain a group of them is. */
import { type Batch, maskOf, tokenCount } from '../batch.ts'
import { entropy, type Numbers, sum } from '../math.ts'

/**
 * What a rollout says, as a key: its parsed answer. An answer that could not be read stands alone, and where no answers
 * are recorded the tokens themselves are compared.
 */
export function meaningOf(batch: Batch, rollout: number): string {
  const answer = batch.answer?.[rollout]
  if (answer === '') return `unread ${rollout}`
  return answer ?? batch.token.subarray(batch.tokenStart[rollout], batch.tokenStart[rollout + 1]).join(' ')
}

/**
 * Entropy in nats over the meanings of these rollouts, each weighing `weight[k]`. The sum runs over clusters, -sum p log p.
 */
export function semanticEntropy(batch: Batch, members: readonly number[], weight: Numbers): number {
  const shares = new Map<string, number>()
  members.forEach((i, k) => {
    const key = meaningOf(batch, i)
    shares.set(key, (shares.get(key) ?? 0) + weight[k]!)
  })
  const total = sum([...shares.values()])
  return total > 0 ? entropy([...shares.values()].map(share => share / total)) : 0
}

/** exp of the mean log-probability per generated token: the probability of a response, whatever its length; 1 if empty. */
export function tokenProbability(batch: Batch, logp: Numbers, rollout: number): number {
  const mask = maskOf(batch)
  let total = 0
  let count = 0
  for (let t = batch.tokenStart[rollout]!; t < batch.tokenStart[rollout]! + tokenCount(batch, rollout); t++) {
    if (mask[t] === 0) continue
    total += logp[t]!
    count++
  }
  return count > 0 ? Math.exp(total / count) : 1
}

/** Those of these rollouts that give the most frequent answer; of equally frequent ones that which was given first. */
export function majority(batch: Batch, members: readonly number[]): readonly number[] {
  const sides = new Map<string, number[]>()
  for (const i of members) {
    const key = meaningOf(batch, i)
    sides.set(key, [...(sides.get(key) ?? []), i])
  }
  const most = Math.max(...[...sides.values()].map(side => side.length))
  return [...sides.values()].find(side => side.length === most) ?? []
}
