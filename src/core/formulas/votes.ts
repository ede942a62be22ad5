/** Answers of a group as votes, for rewards that ask nobody who knows the right one, and how such a reward stands to the truth. */
import { type Batch, groupMembers, type With } from '../batch.ts'
import { mean, type Numbers, sum } from '../math.ts'
import { meaningOf } from './meanings.ts'

/** What a rollout votes for; all answers that could not be read are one, the empty text. */
export const voteOf = (batch: Batch, rollout: number): string =>
  batch.answer?.[rollout] === '' ? '' : meaningOf(batch, rollout)

/** The vote of most weight, the first seen where several have it; the empty text where nobody could be read. */
export function elected(votes: readonly string[], weight: Numbers = votes.map(() => 1)) {
  const total = new Map<string, number>()
  votes.forEach((vote, k) => {
    if (vote !== '') total.set(vote, (total.get(vote) ?? 0) + weight[k]!)
  })
  let winner = { vote: '', weight: Number.NEGATIVE_INFINITY }
  for (const [vote, sum] of total) if (sum > winner.weight) winner = { vote, weight: sum }
  return total.size === 0 ? { vote: '', weight: 0 } : winner
}

/** [groups] 1 where the answer that most of the siblings gave is right, by the weights of their votes; else 0. */
export const majorityRight = (batch: With<'correct'>, weigh?: (members: readonly number[]) => Numbers): number[] =>
  groupMembers(batch).map(members => {
    const votes = members.map(i => voteOf(batch, i))
    const { vote } = elected(votes, weigh?.(members))
    return members.some((i, k) => votes[k] === vote && vote !== '' && batch.correct[i] === 1) ? 1 : 0
  })

/**
 * How often a right response is paid more than a wrong sibling, ties being half: 1 where the reward ranks as the truth
 * does, 0.5 where it knows nothing, below that where it misleads. Undefined where no group has both.
 */
export function paidByTruth(batch: With<'correct'>): number | undefined {
  const wins: number[] = []
  for (const members of groupMembers(batch)) {
    for (const i of members.filter(i => batch.correct[i] === 1)) {
      for (const j of members.filter(j => batch.correct[j] === 0)) {
        wins.push(0.5 + 0.5 * Math.sign(batch.reward[i]! - batch.reward[j]!))
      }
    }
  }
  return wins.length > 0 ? mean(wins) : undefined
}

/** The curves of every reward that is not the verifier's: how right the majority is, and how often the right one is paid more. */
export function besideTruth(batch: With<'correct'>): Record<string, number> {
  const ranking = paidByTruth(batch)
  const right = majorityRight(batch)
  return {
    majorityRight: sum(right) / Math.max(1, right.length),
    ...(ranking !== undefined && { paidByTruth: ranking }),
  }
}
