import { defineMethod } from '../../core/method.ts'
import { staleSampler } from '../../core/trainings.ts'

/** The weights are those of sampler-weights.ts, which every method has; here they are on. */
export default defineMethod({
  id: 'tis',
  title: 'Truncated importance sampling',
  paper: { title: 'Your efficient RL framework secretly brings you off-policy RL training', year: 2025 },
  idea: 'Weigh every token by how much likelier the trainer finds it than the sampler that drew it did, up to a cap.',
  formula: String.raw`\mathcal L_t = -w_t \min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}}) \hat A_t\big), \quad w_t = \operatorname{clip}\Big(\frac{\pi_{\text{old}}(y_t)}{\pi_{\text{sampler}}(y_t)}, a, c\Big)`,
  symbols: {
    w_t: { is: 'samplerWeight', text: 'weight of token t, without gradient' },
    '\\pi_{\\text{old}}(y_t)': { is: 'oldProbability', text: 'probability of token t at the start of the update' },
    '\\pi_{\\text{sampler}}(y_t)': { is: 'samplerProbability', text: 'probability with which it was drawn' },
    a: { is: 'samplerFloor', text: 'smallest weight' },
    c: { is: 'samplerCap', text: 'largest weight' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability at the start of the update' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Yao and colleagues: a fast sampler and the trainer disagree about the same weights, PPO’s own ratio cannot see it, and a truncated weight repairs most of the damage. Here the sampler lags instead: renew it rarely and compare with GRPO. With a fresh sampler every weight is 1 and the two are the same.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The cap binds from above only unless a floor is set: OpenRLHF ships 0.5 to 5, slime 0 to 2, TRL at most 3.',
    'A token that the sampler found unlikely is capped, one that it found likely is not: the truncation is biased towards what the sampler likes.',
    'With `oldFrom` at the sampler the weights are 1: then the clip must bear the whole gap.',
  ],
  versusGrpo: 'Every token’s loss is weighed by trainer over sampler, up to a cap.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['verl', 'trl', 'openrlhf', 'nemo-rl', 'slime', 'skyrl', 'open-instruct'],
  training: staleSampler,
  twinOf: { id: 'rollout-correction', because: 'that one’s default is this weight; it can also reject' },
  defaults: { samplerCorrection: 'token', samplerEffect: 'cap' },
  slots: { advantage: 'grpo' },
})
