/** Confidence as arXiv 2510.13501 defines it. */
import { type GoldenFamily, matrix } from '../golden/harness.ts'
import { confidence, surest } from './crew.math.ts'

const family: GoldenFamily = {
  file: 'data/crew',
  notCompared: {
    chosen_for_dpo: 'pairs of preferences, which a reward does not make',
    rejected_for_dpo: 'pairs of preferences, which a reward does not make',
  },
  ignored: { correct: 'is asked for pairs of preferences only' },
  run: ({ inputs }) => {
    const answer = matrix(inputs.answer_mask)
    const crew = matrix(inputs.token_prob).map((row, i) => confidence(row.filter((_, t) => answer[i]![t] === 1)))
    return { crew, best_of_n: surest(crew) }
  },
}

export default [family] satisfies readonly GoldenFamily[]
