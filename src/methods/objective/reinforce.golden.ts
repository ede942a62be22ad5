/** verl core_algos.compute_policy_loss_reinforce (b178a3c). */
import { type GoldenFamily, lossOf, maskedMean, matrix, settings, text } from '../golden/harness.ts'

const loss: GoldenFamily = {
  file: 'core/verl-loss-reinforce',
  run: ({ inputs, params }) => {
    const mask = matrix(inputs.response_mask)
    const logp = matrix(inputs.log_prob)
    const oldLogp = matrix(inputs.old_log_prob)
    const weights = inputs.rollout_is_weights === undefined ? undefined : matrix(inputs.rollout_is_weights)
    const samplerLogp = weights?.map((row, i) => row.map((w, t) => oldLogp[i]![t]! - Math.log(w)))
    const values = settings('reinforce', 'verl-b178a3c', {
      aggregation: text(params.loss_agg_mode),
      ...(weights && { samplerCorrection: 'token', samplerCap: 100 }),
    })
    const columns = { logp, oldLogp, credit: matrix(inputs.advantages), ...(samplerLogp && { samplerLogp }) }
    const got = lossOf('reinforce', values, { mask, columns })
    const drift = logp.map((row, i) => row.map((x, t) => oldLogp[i]![t]! - x))
    return {
      loss: got.loss,
      grad_log_prob: got.gradient.logp,
      metrics: { 'actor/ppo_kl': maskedMean(mask, drift) },
    }
  },
}

export default [loss] satisfies readonly GoldenFamily[]
