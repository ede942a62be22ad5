import { plainRatio, recBand, recWeight, ring, weightedReinforce } from '../../core/formulas/rec.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT rec_policy_loss.py (eedef4b). */
export default defineMethod({
  id: 'rec-ring',
  title: 'REC, ring clip',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'REINFORCE near ratio 1, and again far from it where the credit would bring the token back; only the ring in between is dropped.',
  formula: String.raw`L = -\hat A\, \log \pi_t \quad\text{while } \rho_t \in [1 - \varepsilon_\mathrm{low}, 1 + \varepsilon_\mathrm{high}] \text{ or } \hat A > 0,\ \rho_t \le 1 - \varepsilon^\prime_\mathrm{low} \text{ or } \hat A < 0,\ \rho_t \ge 1 + \varepsilon^\prime_\mathrm{high}`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\varepsilon_\\mathrm{low}': { is: 'recLow', text: 'how far the ratio may fall' },
    '\\varepsilon_\\mathrm{high}': { is: 'recHigh', text: 'how far the ratio may rise' },
    '\\varepsilon^\\prime_\\mathrm{low}': {
      is: 'farLow',
      text: 'beyond this far below 1 a rewarded token is pulled back',
    },
    '\\varepsilon^\\prime_\\mathrm{high}': {
      is: 'farHigh',
      text: 'beyond this far above 1 a punished token is pulled back',
    },
  },
  claim:
    'Tokens that drifted far the wrong way come back, which the two-sided clip never allows, while tokens in the ring wait. Compare the share of dropped tokens of the three clips at 20 updates per batch.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: ['The far edges must lie outside the near ones, or the ring is empty.'],
  versusGrpo: 'Two bands instead of one, and no ratio in the loss.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: 'rec-reinforce',
    objective: objective({
      params: {
        ...recBand,
        farLow: number({ label: 'Far below 1', default: 0.6, paper: 0.6, min: 0, max: 1 }),
        farHigh: number({
          label: 'Far above 1',
          default: 2,
          paper: 2,
          min: 0,
          max: 100,
          note: 'Beyond this a punished token is pulled back.',
        }),
        recWeight: recWeight('none'),
      },
      compute: (tf, tensors, params) => {
        const ratio = plainRatio(tf, tensors)
        const [near, far] = [[params.recLow, params.recHigh] as const, [params.farLow, params.farHigh] as const]
        const keep = ring(tf, ratio, tensors.credit, near, far)
        return weightedReinforce(tf, tensors, { ratio, keep, ...(params.recWeight === 'ratio' && { weight: ratio }) })
      },
    }),
  },
})
