/** verl core_algos.compute_policy_loss_kl_cov (b178a3c). */
import { type GoldenFamily, maskedMean, number } from '../golden/harness.ts'
import { aggregationOf, verlLoss } from '../golden/verl-loss.ts'

export default [
  verlLoss({
    file: 'core/verl-loss-kl-cov',
    id: 'kl-cov',
    params: given => ({
      ...aggregationOf(given),
      covShare: number(given.kl_cov_ratio),
      covPenalty: number(given.ppo_kl_coef),
    }),
    driftLimit: 0,
    more: (_, mask, logRatio) => ({
      metrics: {
        'actor/ppo_kl': maskedMean(
          mask,
          logRatio.map(row => row.map(Math.abs)),
        ),
      },
    }),
  }),
] satisfies readonly GoldenFamily[]
