/** huggingface/search-and-learn (6f81cac) pass_at_k and compute_level, verl (b178a3c) calc_maj_val, and exact votes by enumeration. */
import { elected } from '../../core/formulas/votes.ts'
import { passAtK } from '../../core/math.ts'
import { type GoldenFamily, list, number, record, text, vector } from '../golden/harness.ts'
import { anyOfK, difficulty, majAtK } from './pass-maj-at-k.math.ts'

/** The value of the first of those that gave the elected answer. */
function majorityValue(data: readonly unknown[]): number {
  const votes = data.map(entry => text(record(entry).pred))
  const { vote } = elected(votes)
  return number(record(data[votes.indexOf(vote)]).val)
}

export default [
  {
    file: 'preference/pass-maj-at-k',
    run: ({ inputs, params }) => {
      if ('data' in inputs) return { value: majorityValue(list(inputs.data)) }
      if ('metric' in inputs) return { level_q: difficulty(number(inputs.metric), vector(params.quintiles)) }
      if ('answer_probs' in inputs) {
        const share = vector(inputs.answer_probs)
        const votes = { share, right: share.map((_, a) => a === number(inputs.correct)) }
        const won = majAtK(votes, number(params.k))
        // One number for both ways to break a tie: their expectations are equal, which the test beside this enumerates.
        return { maj_at_k_first_seen: won, maj_at_k_random_tie: won, pass_at_k: anyOfK(votes, number(params.k)) }
      }
      return { pass_at_k: passAtK(number(params.n), number(params.c), number(params.k)) }
    },
  },
] satisfies readonly GoldenFamily[]
