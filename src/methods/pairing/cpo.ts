import { defineMethod } from '../../core/method.ts'

/** Source: TRL trl/experimental/cpo/cpo_trainer.py CPOTrainer.cpo_loss (1.16.0). */
export default defineMethod({
  id: 'cpo',
  title: 'CPO',
  paper: {
    title: 'Contrastive preference optimization: pushing the boundaries of LLM performance in machine translation',
    id: '2401.08417',
    year: 2024,
  },
  idea: 'DPO without a reference, which costs half of the memory; imitating the chosen response holds the policy instead.',
  formula: String.raw`\mathcal L = -\log\sigma\big(\beta\,(l_w - l_l)\big) - \alpha\, \log\pi_\theta(y_w)`,
  symbols: {
    l_w: { is: 'logRatioToRef', text: 'log-probability of a response now; w was preferred, l was not' },
    '\\beta': { is: 'dpoBeta', text: 'how much margin is worth' },
    '\\log\\pi_\\theta(y_w)': {
      is: 'logp',
      text: 'log-probability of a token of the chosen response now, a mean over all of them',
    },
    '\\alpha': { is: 'chosenImitation', text: 'weight of imitating the chosen response' },
  },
  claim:
    'Since the chosen response is imitated as well, it cannot become less likely for the sake of the margin. The paper trains a translator so, from translations that models rank.',
  panel: 'groups',
  confidence: 'code-verified',
  shipped: ['trl'],
  pitfalls: [
    'Without a reference the log-probabilities are raw: long responses lead by their length, unless the mean is taken.',
    'The imitation is a mean over tokens, the preference a mean over pairs: their balance shifts with the length.',
  ],
  versusGrpo: 'Pairs and imitation, no reference and no advantage.',
  standIn:
    'Pairs are made anew in every iteration from a group; the paper takes translations by several models that a metric has ranked.',
  tasks: ['preference-arms', 'modular-arithmetic', 'bandit'],
  defaults: { pairReference: 'nothing', chosenImitation: 1 },
  slots: { pairing: 'dpo', objective: 'dpo', aggregation: 'token-sum' },
})
