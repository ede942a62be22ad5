import { lengths, maskOf, rolloutOfToken, spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: verl rollout_corr_helper.compute_rollout_rejection_mask and compute_rollout_correction_weights (b178a3c). */
export default defineMethod({
  id: 'rollout-correction',
  title: 'Rollout correction',
  paper: { title: 'Your efficient RL framework secretly brings you off-policy RL training', year: 2025 },
  idea: 'Where the sampler’s probabilities differ from the trainer’s, weigh tokens by a truncated ratio, and leave out those whose mismatch is too large.',
  formula: String.raw`w_t = \min\big(e^{\ell_t}, c\big), \quad \ell_t = \log\pi_{\text{old}}(y_t) - \log\pi_{\text{sampler}}(y_t), \quad M_t = \mathbb 1\big[a \le \kappa(\ell) \le b\big]`,
  symbols: {
    '\\ell_t': { is: 'mismatch', text: 'log-ratio of trainer to sampler' },
    M_t: { is: 'kept', text: '1 for tokens that are trained' },
    c: { is: 'samplerCap', text: 'largest weight; the weight multiplies the loss' },
    '\\kappa': { is: 'rejectBy', text: 'measure of the mismatch' },
    'a \\le': { is: 'rejectLow', text: 'least ratio of sampler to trainer (k1 only)' },
    '\\le b': { is: 'rejectHigh', text: 'largest ratio of sampler to trainer, or largest k2, k3' },
    '\\log\\pi_{\\text{sampler}}(y_t)': { is: 'samplerLogp', text: 'log-probability that the sampler recorded' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'log-probability at the start of the update' },
  },
  claim:
    'Quantised or lagging samplers make plain PPO drift although its own ratios look fine; truncated weights bound the damage. Try it with a sampler that is renewed every 100 iterations only, on bandit graded. With a fresh sampler every weight is 1 and nothing is rejected.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'k1 is minus the log-ratio, so its bounds hold for sampler over trainer, the inverse of the weight.',
    'Rejected tokens leave the mask, hence every denominator; truncated ones stay.',
    'verl ships with it off; its configuration class, used directly, means sequence weights.',
    'Bypassing the trainer’s own pass puts the sampler’s numbers into the PPO ratio: then no weight is applied.',
  ],
  versusGrpo: 'Corrects for a sampler that is not quite the policy.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['verl'],
  training: staleData,
  defaults: { samplerCorrection: 'token' },
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage', 'oldLogp', 'samplerLogp'],
      writes: ['trained'],
      params: {
        rejectOver: choice({
          label: 'Reject',
          options: ['off', 'token', 'sum', 'mean', 'max'],
          default: 'off',
          verl: 'off',
          note: 'Single tokens; or responses by the sum, mean or worst of their tokens.',
        }),
        rejectBy: choice({ label: 'Reject by', options: ['k1', 'k2', 'k3'], default: 'k1' }),
        rejectLow: number({ label: 'Lower bound', default: 0.5, min: 0.001, max: 1, note: 'For k1.' }),
        rejectHigh: number({ label: 'Upper bound', default: 2, min: 0.0001, max: 100 }),
      },
      compute: (batch, { rejectOver, rejectBy, rejectLow, rejectHigh }) => {
        const own = maskOf(batch)
        const owner = rolloutOfToken(batch)
        const mismatch = batch.oldLogp.map((logp, t) => own[t]! * (logp - batch.samplerLogp[t]!))
        const measure = mismatch.map(l => ({ k1: -l, k2: (l * l) / 2, k3: Math.exp(l) - 1 - l })[rejectBy])
        const [low, high] =
          rejectBy === 'k1' ? [Math.log(rejectLow), Math.log(rejectHigh)] : [Number.NEGATIVE_INFINITY, rejectHigh]
        const total = new Float32Array(batch.rollouts)
        const worst = new Float32Array(batch.rollouts).fill(Number.NEGATIVE_INFINITY)
        measure.forEach((value, t) => {
          total[owner[t]!]! += own[t]! * value
          if (own[t] === 1) worst[owner[t]!] = Math.max(worst[owner[t]!]!, value)
        })
        const length = lengths(batch)
        const judged = (t: number, i: number) =>
          ({ off: 0, token: measure[t]!, sum: total[i]!, mean: total[i]! / Math.max(1, length[i]!), max: worst[i]! })[
            rejectOver
          ]
        const inside = (value: number) => (rejectOver === 'off' || (value >= low && value <= high) ? 1 : 0)
        const kept = own.map((mask, t) => mask * inside(judged(t, owner[t]!)))
        const share = spread(batch, batch.advantage)
        return {
          credit: share.map((a, t) => a * kept[t]! + 0),
          columns: { trained: kept },
          explain: tokenColumns({ kept, mismatch }),
        }
      },
    }),
  },
})
