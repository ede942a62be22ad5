/** TRL GRPOTrainer.get_high_entropy_mask (f2cd577). */
import { type GoldenFamily, lossOf, matrix, number, settings } from '../golden/harness.ts'

const kept: GoldenFamily = {
  file: 'core/trl-high-entropy-mask',
  ignored: { top_entropy_quantile: 'what the trainer is asked for; the function is handed 1 minus it as threshold' },
  run: ({ inputs, params }) => {
    const id = 'high-entropy-token-mask'
    const entropy = matrix(inputs.entropies)
    const zero = entropy.map(row => row.map(() => 0))
    const values = settings(id, 'trl-f2cd577', { topShare: 1 - number(params.threshold) })
    const got = lossOf(id, values, {
      mask: matrix(inputs.mask),
      columns: { oldEntropy: entropy, logp: zero, credit: zero },
    })
    return { entropy_mask: got.explain.kept }
  },
}

export default [kept] satisfies readonly GoldenFamily[]
