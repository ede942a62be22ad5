/** verl compute_gpg_outcome_advantage, compute_policy_loss_gpg (b178a3c). */
import { type GoldenFamily, lossOf, matrix, number, settings, text } from '../golden/harness.ts'
import { verlOutcome } from '../golden/verl.ts'

const policyLoss: GoldenFamily = {
  file: 'core/verl-loss-gpg',
  run: ({ inputs, params }) => {
    const values = settings('gpg', 'verl-b178a3c', { aggregation: text(params.loss_agg_mode) })
    const columns = {
      logp: matrix(inputs.log_prob),
      oldLogp: matrix(inputs.old_log_prob),
      credit: matrix(inputs.advantages),
    }
    const got = lossOf('gpg', values, { mask: matrix(inputs.response_mask), columns })
    return { loss: got.loss, grad_log_prob: got.gradient.logp, metrics: {} }
  },
}

export default [
  verlOutcome('core/verl-adv-gpg', 'gpg', ({ params }) => ({ divisor: number(params.f_norm) })),
  policyLoss,
] satisfies readonly GoldenFamily[]
