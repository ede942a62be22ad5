import { priceKl, rewardKlParams } from '../../core/formulas/kl.ts'
import { defineMethod, reward } from '../../core/method.ts'

/** Golden: verl ray_trainer.apply_kl_penalty (b178a3c). */
export default defineMethod({
  id: 'kl-in-reward',
  title: 'KL in the reward',
  paper: { title: 'Fine-tuning language models from human preferences', id: '1909.08593', year: 2019 },
  idea: 'Subtract from each response’s reward what it costs to be likelier than under the reference policy, so that the advantage already balances reward against drift.',
  formula: String.raw`r'_{t} = r_t - \beta\, k_t, \quad k_t = \log\pi_{\text{old}}(y_t) - \log\pi_{\text{ref}}(y_t), \quad r'_i = \sum_t r'_t`,
  symbols: {
    "r'_i": { is: 'reward', text: 'reward that the advantage sees' },
    "r'_{t}": { is: 'tokenReward', text: 'reward of a token after the price' },
    k_t: { is: 'rewardKl', text: 'KL estimate of the token, where the policy sampled' },
    '\\beta': { is: 'rewardKlWeight', text: 'price of one nat' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'log-probability when sampled' },
    '\\log\\pi_{\\text{ref}}(y_t)': { is: 'refLogp', text: 'the same under the base policy' },
  },
  claim:
    'In the reward, k1’s noise is harmless and its gradient is the true one through the advantage; as a loss term k1 teaches nothing. The policy settles at base times exp(r/β): raise β and the KL curve flattens while rewards stop short of 1.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The price is paid at the sampled policy: several updates per batch do not feel it.',
    'Division by the group’s spread rescales the price together with the reward; RLOO keeps it in reward units.',
    'Groups that agree in reward still get advantages, from the KL alone.',
  ],
  versusGrpo: 'KL is part of the reward instead of a term of the loss, and the baseline is RLOO’s.',
  tasks: ['token-tree', 'modular-arithmetic'],
  shipped: ['trl', 'verl'],
  slots: {
    advantage: 'rloo',
    reward: reward({
      needs: ['oldLogp', 'refLogp'],
      params: rewardKlParams,
      compute: (batch, { rewardKl, rewardKlWeight }) => priceKl(batch, rewardKl, rewardKlWeight),
    }),
  },
})
