import { defineMethod } from '../../core/method.ts'
import { staleSampler } from '../../core/trainings.ts'

/** The weights are those of sampler-weights.ts, which every method has; here they are on. */
export default defineMethod({
  id: 'icepop',
  title: 'IcePop',
  paper: {
    title: 'Every step evolves: scaling reinforcement learning for trillion-scale thinking model',
    id: '2510.18855',
    year: 2025,
  },
  idea: 'Weigh tokens by trainer over sampler, and silence those where the two disagree too much, in either direction.',
  formula: String.raw`\mathcal L_t = -w_t \min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}}) \hat A_t\big), \quad w_t = \kappa_t\, \mathbb 1[\alpha \le \kappa_t \le \beta], \quad \kappa_t = \frac{\pi_{\text{old}}(y_t)}{\pi_{\text{sampler}}(y_t)}`,
  symbols: {
    w_t: { is: 'samplerWeight', text: 'weight of token t, without gradient' },
    '\\pi_{\\text{old}}(y_t)': { is: 'oldProbability', text: 'probability of token t at the start of the update' },
    '\\pi_{\\text{sampler}}(y_t)': { is: 'samplerProbability', text: 'probability with which it was drawn' },
    '\\alpha': { is: 'samplerFloor', text: 'smallest weight that is kept' },
    '\\beta': { is: 'samplerCap', text: 'largest weight that is kept' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability at the start of the update' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'The Ring team: in mixtures of experts the gap between sampler and trainer grows from update to update, and a cap still lets the worst tokens pull; dropping them keeps training stable. Look at the weights on the credit map with a stale sampler: a token beyond the bounds stands still, where TIS would move it by the cap.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Dropped tokens stay in the denominator in every trainer read here: the gradient shrinks with their share.',
    'verl (0.9.1) stops with a division by zero in its log when no weight of a batch is inside the bounds; here the loss is 0.',
    'Bounds differ by trainer: 0.5 to 5 in OpenRLHF, 0 to 2 in slime, at most 3 in TRL (token_mask).',
  ],
  versusGrpo: 'Tokens on which trainer and sampler disagree give no gradient; the others are weighed.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['verl', 'trl', 'openrlhf', 'nemo-rl', 'slime'],
  training: staleSampler,
  defaults: { samplerCorrection: 'token', samplerEffect: 'zero', samplerCap: 5, samplerFloor: 0.5 },
  conventions: { trl: { samplerCap: 3, samplerFloor: 0 }, slime: { samplerCap: 2, samplerFloor: 0 } },
  slots: { advantage: 'grpo' },
})
