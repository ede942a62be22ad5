import { maskOf, spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { keptTokens, rejectionParams } from '../../core/formulas/rejection.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { staleSampler } from '../../core/trainings.ts'

/**
 * Golden: verl rollout_corr_helper.compute_rollout_rejection_mask and compute_rollout_correction_weights (b178a3c, 0.9.1);
 * SkyRL off_policy_correction_utils.apply_off_policy_correction (a956457).
 */
export default defineMethod({
  id: 'rollout-correction',
  title: 'Rollout correction',
  paper: { title: 'Your efficient RL framework secretly brings you off-policy RL training', year: 2025 },
  idea: 'Where the sampler’s probabilities differ from the trainer’s, weigh tokens by a truncated ratio, and leave out tokens or responses whose mismatch breaks one of several rules.',
  formula: String.raw`w_t = \min\big(e^{\ell_t}, c\big), \quad \ell_t = \log\pi_{\text{old}}(y_t) - \log\pi_{\text{sampler}}(y_t), \quad M_t = \mathbb 1\big[a \le e^{-\ell_t} \le b\big] \cdots`,
  symbols: {
    '\\ell_t': { is: 'mismatch', text: 'log-ratio of trainer to sampler' },
    M_t: { is: 'kept', text: '1 for tokens that are trained' },
    c: { is: 'samplerCap', text: 'largest weight; the weight multiplies the loss' },
    'a \\le': { is: 'rejectTokenK1Low', text: 'least ratio of sampler to trainer' },
    '\\le b': {
      is: 'rejectTokenK1',
      text: 'largest ratio of sampler to trainer; the dots stand for rules of other measures and of whole responses',
    },
    '\\log\\pi_{\\text{sampler}}(y_t)': { is: 'samplerLogp', text: 'log-probability that the sampler recorded' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'log-probability at the start of the update' },
  },
  claim:
    'Quantised or lagging samplers make plain PPO drift although its own ratios look fine; truncated weights bound the damage. Try it with a sampler that is renewed every 100 iterations only, on bandit graded. With a fresh sampler every weight is 1 and nothing is rejected.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'k1 is minus the log-ratio, so its bounds hold for sampler over trainer, the inverse of the weight; SkyRL’s bounds are of the weight.',
    'Rejected tokens leave the mask, hence every denominator, in verl; in SkyRL they stay. Truncated ones always stay.',
    'A rule of responses is judged by all their tokens in verl, in SkyRL by those that its rule of tokens left.',
    'verl ships with it off; its configuration class, used directly, means sequence weights.',
    'Bypassing the trainer’s own pass puts the sampler’s numbers into the PPO ratio: then no weight is applied.',
  ],
  versusGrpo: 'Corrects for a sampler that is not quite the policy.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['verl', 'skyrl'],
  training: staleSampler,
  defaults: { samplerCorrection: 'token' },
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage', 'oldLogp', 'samplerLogp'],
      writes: ['trained'],
      params: {
        ...rejectionParams,
        rejectEffect: choice({
          label: 'Rejected tokens',
          options: ['drop', 'zero'],
          default: 'drop',
          verl: 'drop',
          by: { skyrl: 'zero' },
          meaning: { drop: 'leave every average', zero: 'have credit 0, and averages still count them' },
        }),
      },
      compute: (batch, params) => {
        const own = maskOf(batch)
        const mismatch = batch.oldLogp.map((logp, t) => own[t]! * (logp - batch.samplerLogp[t]!))
        const kept = keptTokens(batch, mismatch, params)
        const share = spread(batch, batch.advantage)
        return {
          credit: share.map((a, t) => a * kept[t]! + 0),
          columns: { trained: params.rejectEffect === 'drop' ? kept : own },
          explain: tokenColumns({ kept, mismatch }),
        }
      },
    }),
  },
})
