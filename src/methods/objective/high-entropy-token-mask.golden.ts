/** TRL GRPOTrainer.get_high_entropy_mask (f2cd577), _compute_loss with an entropy bonus (1.16.0). */
import { type GoldenFamily, lossOf, matrix, meaning, number, settings } from '../golden/harness.ts'

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

/** How TRL averages under a loss_type. */
const averages = { dapo: 'token-mean', bnpo: 'token-mean', grpo: 'seq-mean-token-mean' }

const bonus: GoldenFamily = {
  file: 'trainers/trl-top-entropy-bonus',
  ignored: { note: 'says in words over which tokens the bonus goes' },
  run: ({ inputs, params }) => {
    const id = 'high-entropy-token-mask'
    const values = settings(id, 'trl', {
      aggregation: meaning(params.loss_type, averages),
      topShare: number(params.top_entropy_quantile),
      entropyCoefficient: number(params.entropy_coef),
      clipLow: number(params.epsilon_low),
      clipHigh: number(params.epsilon_high),
    })
    const got = lossOf(id, values, {
      mask: matrix(inputs.response_mask),
      columns: {
        logp: matrix(inputs.log_prob),
        oldLogp: matrix(inputs.old_log_prob),
        oldEntropy: matrix(inputs.entropies),
        credit: matrix(inputs.advantages),
      },
    })
    return { loss: got.loss, grad_log_prob: got.gradient.logp, grad_entropies: got.gradient.entropy }
  },
}

export default [kept, bonus] satisfies readonly GoldenFamily[]
