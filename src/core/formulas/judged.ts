/** What a judge of prefixes says of whole responses, and what is handed out by it. */
import { type Batch, groupMembers, type With } from '../batch.ts'
import { mean, type Numbers } from '../math.ts'
import { choice, type ParamSpecs } from '../params.ts'
import { elected, voteOf } from './votes.ts'

const ways = ['last', 'min', 'product', 'mean'] as const
export type StepAggregate = (typeof ways)[number]

/** How the scores of a response's prefixes become one. */
export const aggregateParams = {
  stepAggregate: choice({
    label: 'Score of a response',
    options: ways,
    default: 'last',
    paper: 'last',
    meaning: {
      last: 'that of its last token: the response as a whole',
      min: 'the lowest of its prefixes: one bad step decides',
      product: 'the product over its prefixes',
      mean: 'the mean over its prefixes',
    },
  }),
} as const satisfies ParamSpecs

/** -1 where there is no step: such a response comes last. */
export function aggregated(scores: Numbers, how: StepAggregate): number {
  if (scores.length === 0) return -1
  switch (how) {
    case 'last':
      return scores[scores.length - 1]!
    case 'min':
      return Math.min(...Array.from(scores))
    case 'product':
      return Array.from(scores).reduce((product, score) => product * score, 1)
    case 'mean':
      return mean(scores)
  }
}

/** [n] */
export const judgedScores = (batch: With<'judgedValue'>, how: StepAggregate): Float32Array =>
  Float32Array.from({ length: batch.rollouts }, (_, i) =>
    aggregated(batch.judgedValue.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]), how),
  )

/** Questions to the judge that these scores stand for: one per response, or one per token where every prefix counts. */
export const questionsFor = ({ rollouts, token }: Batch, how: StepAggregate): number =>
  how === 'last' ? rollouts : token.length

/** [groups] the best of each group; the first of equals. */
export const bestOf = (batch: Batch, score: Numbers): Int32Array =>
  Int32Array.from(groupMembers(batch), members => members.reduce((best, i) => (score[i]! > score[best]! ? i : best)))

/** [groups] the first that gave the answer with most weight; -1 where no answer could be read. */
export const electedOf = (batch: Batch, weightOf: (members: readonly number[]) => Numbers): Int32Array =>
  Int32Array.from(groupMembers(batch), members => {
    const votes = members.map(i => voteOf(batch, i))
    const { vote } = elected(votes, weightOf(members))
    return vote === '' ? -1 : members[votes.indexOf(vote)]!
  })

/** [n] weight of all votes for each response's answer; 0 where none could be read. */
export function votesFor(batch: Batch, weightOf: (members: readonly number[]) => Numbers): Float32Array {
  const total = new Float32Array(batch.rollouts)
  for (const members of groupMembers(batch)) {
    const [votes, weight] = [members.map(i => voteOf(batch, i)), weightOf(members)]
    members.forEach((i, k) => {
      if (votes[k] === '') return
      members.forEach((_, other) => {
        if (votes[other] === votes[k]) total[i]! += weight[other]!
      })
    })
  }
  return total
}
