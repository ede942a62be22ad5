import { oneSide, plainRatio, recBand, recWeight, weightedReinforce } from '../../core/formulas/rec.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT rec_policy_loss.py (eedef4b). */
export default defineMethod({
  id: 'rec-one-side',
  title: 'REC, one-sided clip',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'REINFORCE that drops a token once it has moved far enough the way its credit pushes, without any importance weight.',
  formula: String.raw`L = -\hat A\, \log \pi_t \quad\text{unless } \hat A > 0,\ \rho_t > 1 + \varepsilon_\mathrm{high} \text{ or } \hat A < 0,\ \rho_t < 1 - \varepsilon_\mathrm{low}`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\varepsilon_\\mathrm{low}': { is: 'recLow', text: 'how far the ratio may fall' },
    '\\varepsilon_\\mathrm{high}': { is: 'recHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Clipping, not importance sampling, is what makes GRPO stable on stale data: with and without the ratio as weight the curves coincide. A much wider band learns faster with many updates per batch.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: [
    'The ratio as weight makes the gradient PPO’s, except exactly at the edges.',
    'At one update per batch the ratio is 1 and nothing is dropped: raise the number of updates to see a difference.',
  ],
  versusGrpo: 'PPO’s clip decides which tokens count; the ratio itself carries no gradient and, by default, no weight.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: 'rec-reinforce',
    objective: objective({
      params: { ...recBand, recWeight: recWeight('none') },
      compute: (tf, tensors, params) => {
        const ratio = plainRatio(tf, tensors)
        const keep = oneSide(tf, ratio, tensors.credit, params.recLow, params.recHigh)
        return weightedReinforce(tf, tensors, { ratio, keep, ...(params.recWeight === 'ratio' && { weight: ratio }) })
      },
    }),
  },
})
