/** verl core_algos.compute_policy_loss_sapo (b178a3c). */
import { type GoldenFamily, number } from '../golden/harness.ts'
import { verlLoss } from '../golden/verl-loss.ts'

export default [
  verlLoss({
    file: 'core/verl-loss-sapo',
    ignored: { loss_agg_mode: 'verl forces seq-mean-token-mean for SAPO, whatever is asked for' },
    id: 'sapo',
    params: given => ({ tauPositive: number(given.tau_pos), tauNegative: number(given.tau_neg) }),
    driftLimit: 20,
  }),
] satisfies readonly GoldenFamily[]
