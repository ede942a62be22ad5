import { oneSide, recBand, recWeight, responseRatio, weightedReinforce } from '../../core/formulas/rec.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { staleData } from '../../core/trainings.ts'

const responseWeight = { ...recWeight('ratio'), aside: true } as const

/** Golden: Trinity-RFT rec_policy_loss.py (eedef4b). */
export default defineMethod({
  id: 'rec-gspo',
  title: 'REC, ratio per response',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'The one-sided clip and the weight taken from one ratio per response, the geometric mean of its tokens’ ratios.',
  formula: String.raw`L = -\rho\, \hat A\, \log \pi_t \quad\text{unless } \hat A > 0,\ \rho > 1 + \varepsilon_\mathrm{high} \text{ or } \hat A < 0,\ \rho < 1 - \varepsilon_\mathrm{low}`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    '\\rho': { is: 'ratio', text: 'exp of the mean log-ratio of the response’s tokens' },
    '\\varepsilon_\\mathrm{low}': { is: 'recLow', text: 'how far the ratio may fall' },
    '\\varepsilon_\\mathrm{high}': { is: 'recHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'A response is kept or dropped as a whole, as in GSPO, but nothing is differentiated through the ratio. The paper’s band is a few ten-thousandths, for responses of thousands of tokens: short ones need a far wider one.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: ['With the paper’s band nearly every short response is dropped after the first update of a batch.'],
  versusGrpo: 'One ratio per response decides; it is a weight without gradient.',
  tasks: ['token-tree', 'bandit', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  conventions: { paper: { recLow: 3e-4, recHigh: 4e-4 } },
  slots: {
    advantage: 'rec-reinforce',
    objective: objective({
      params: { ...recBand, responseWeight },
      compute: (tf, tensors, params) => {
        const ratio = responseRatio(tf, tensors)
        const keep = oneSide(tf, ratio, tensors.credit, params.recLow, params.recHigh)
        return weightedReinforce(tf, tensors, {
          ratio,
          keep,
          ...(params.responseWeight === 'ratio' && { weight: ratio }),
        })
      },
    }),
    aggregation: 'seq-mean-token-mean',
  },
})
