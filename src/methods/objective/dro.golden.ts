/** verl core_algos.compute_policy_loss_dro (0.9.1), ROLL _compute_kimi15_loss (8eb27cc), tinker (derived). */
import {
  fixed,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  maskedMean,
  matrix,
  number,
  settings,
  text,
} from '../golden/harness.ts'

/** The spring and the aggregation, as each trainer names them. */
function settingsOf({ params }: GoldenCase) {
  if ('dro_beta' in params)
    return settings('dro', 'verl', { tau: number(params.dro_beta), aggregation: text(params.loss_agg_mode) })
  if ('beta' in params)
    return settings('dro', 'tinker', { tau: number(params.beta), aggregation: text(params.aggregation) })
  fixed('aggregation', params.note, 'per-token loss of the original; token mean applied here')
  return settings('dro', 'roll', { tau: number(params.tau), aggregation: 'token-mean' })
}

export default [
  {
    file: 'trainers/dro',
    run: c => {
      const { inputs } = c
      const mask = matrix(inputs.response_mask)
      const [logp, oldLogp] = [matrix(inputs.log_prob), matrix(inputs.old_log_prob)]
      const got = lossOf('dro', settingsOf(c), { mask, columns: { logp, oldLogp, credit: matrix(inputs.advantages) } })
      const drift = logp.map((row, i) => row.map((x, t) => oldLogp[i]![t]! - x))
      return { loss: got.loss, grad_log_prob: got.gradient.logp, metrics: { 'actor/ppo_kl': maskedMean(mask, drift) } }
    },
  },
] satisfies readonly GoldenFamily[]
