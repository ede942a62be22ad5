import { plainRatio, recBand, recWeight, twoSide, weightedReinforce } from '../../core/formulas/rec.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT rec_policy_loss.py (eedef4b). */
export default defineMethod({
  id: 'rec-two-side',
  title: 'REC, two-sided clip',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'REINFORCE on the tokens whose probability is still near what it was when they were sampled; all others are dropped, whichever way they went.',
  formula: String.raw`L = -w_t\, \hat A\, \log \pi_t \quad\text{while } 1 - \varepsilon_\mathrm{low} \le \rho_t \le 1 + \varepsilon_\mathrm{high}`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    w_t: { is: 'weight', text: '0 for dropped tokens, 1 or the ratio for the rest' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\varepsilon_\\mathrm{low}': { is: 'recLow', text: 'how far the ratio may fall' },
    '\\varepsilon_\\mathrm{high}': { is: 'recHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Drops more than the one-sided clip: a token that drifted the wrong way is not pulled back either. With many updates per batch the share of dropped tokens grows until little is learned.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: ['A rewarded token that has become rarer is dropped although PPO would push it in full.'],
  versusGrpo: 'The clip is symmetric in the sign of the credit.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: 'rec-reinforce',
    objective: objective({
      params: { ...recBand, recWeight: recWeight('ratio') },
      compute: (tf, tensors, params) => {
        const ratio = plainRatio(tf, tensors)
        const keep = twoSide(tf, ratio, params.recLow, params.recHigh)
        return weightedReinforce(tf, tensors, { ratio, keep, ...(params.recWeight === 'ratio' && { weight: ratio }) })
      },
    }),
  },
})
