import { pairsOf, toChosen } from '../../core/formulas/pair-rows.ts'
import { extremes, winRates } from '../../core/formulas/pairing.ts'
import { defineMethod, objective, pairing } from '../../core/method.ts'
import { pairLosses, pairParams } from './dpo.math.ts'

/** Golden: TRL DPOTrainer.dpo_loss (14ef1ab), DPOTrainer._compute_loss (f2cd577). */
export default defineMethod({
  id: 'dpo',
  title: 'DPO',
  paper: {
    title: 'Direct preference optimization: your language model is secretly a reward model',
    id: '2305.18290',
    year: 2023,
  },
  idea: 'Of two responses to one problem, one is preferred: raise its log-ratio to the reference above that of the other, with no reward and no advantage in between.',
  formula: String.raw`\mathcal L = -\log\sigma\big(\beta\,(l_w - l_l)\big), \quad l_i = \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{ref}}(y_t)\big)`,
  symbols: {
    l_i: { is: 'logRatioToRef', text: 'log-ratio of a response to the reference; w was preferred, l was not' },
    '\\beta': { is: 'dpoBeta', text: 'how much margin is worth; small values move far from the reference' },
    '\\log\\pi_{\\text{ref}}(y_t)': { is: 'refLogp', text: 'log-probability under the reference' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability now' },
  },
  claim:
    'Only the margin between the two counts, so that a chosen response may become less likely while the margin grows. From on-policy pairs here the margin grows and more answers are right, on sums as on preferences in a circle.',
  panel: 'groups',
  confidence: 'code-verified',
  shipped: ['trl'],
  pitfalls: [
    'IPO and the length-normalised loss take the mean over tokens in newer versions of TRL, the sum in older ones: the same β asks for another margin.',
    'Label smoothing of 0 becomes 0.001 in EXO, which needs some.',
    'TRL can renew the reference now and then (TR-DPO); here it is frozen, or that of the start of the iteration.',
    'The router’s loss of mixtures of experts is left out: there is no router here.',
    'Without a reference (reference-free) the log-probability itself stands in for the log-ratio.',
  ],
  versusGrpo: 'One pair per problem in a logistic loss against the reference instead of advantages times ratios.',
  standIn:
    'Pairs are made anew in every iteration, of the best and the worst response of a group by what the world prefers; the paper trains on a fixed set that people have judged.',
  tasks: ['preference-arms', 'modular-arithmetic', 'bandit'],
  slots: {
    pairing: pairing({
      compute: (batch, _, { prefer }) => {
        const rate = winRates(batch, prefer)
        return {
          pairs: extremes(batch, rate),
          explain: { winRate: { extent: 'rollout', values: rate, unit: 'share' } },
        }
      },
    }),
    aggregation: 'token-sum',
    objective: objective({
      needs: ['refLogp'],
      params: pairParams,
      also: ({ pairWeighting }) => (pairWeighting === 'likelihood' ? ['logits'] : []),
      compute: (tf, tensors, params) => {
        const { perPair, logRatioToRef } = pairLosses(tf, tensors, params)
        return { loss: toChosen(tf, perPair, pairsOf(tensors), tensors), explain: { logRatioToRef } }
      },
    }),
  },
})
