/** Derived from the paper's equations: sums of the marks of the judgements that count. */
import { fixed, type GoldenFamily, matrix, number, vector } from '../golden/harness.ts'
import { voted } from './grm-voting.math.ts'

const family: GoldenFamily = {
  file: 'preference/grm-voting',
  run: ({ inputs, params }) => {
    const scores = matrix(inputs.scores_per_sample)
    fixed('k', number(params.k), scores.length)
    const { kept, totals, best } = voted(scores, vector(inputs.meta_scores), number(params.k_meta))
    return { kept, totals, best: best[0], tie: best.length > 1 }
  },
}

export default [family] satisfies readonly GoldenFamily[]
