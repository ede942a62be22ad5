import { defineMethod } from '../../core/method.ts'

/** Golden: verl core_algos.compute_policy_loss_dro (0.9.1), ROLL _compute_kimi15_loss (8eb27cc); tinker's is derived. */
export default defineMethod({
  id: 'dro',
  title: 'DRO (in ROLL: kimi15)',
  paper: {
    title: 'Offline regularised reinforcement learning for large language models alignment',
    id: '2405.19107',
    year: 2024,
  },
  idea: 'REINFORCE on a leash: each token’s log-probability is pulled by its credit and held by a spring to what it was when sampled, so that it settles where the two are equal.',
  formula: String.raw`\mathcal L_t = -\hat A_t \log\pi_\theta(y_t) + \frac{\beta}{2}\, \delta_t^2, \quad \delta_t = \log\pi_\theta(y_t) - \log\pi_{\text{old}}(y_t)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\delta_t': { is: 'logRatio', text: 'how far its log-probability has moved' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'its log-probability' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'the same when it was sampled' },
    '\\beta': { is: 'tau', text: 'strength of the spring: the log-ratio aims at credit / β' },
  },
  claim:
    'Richemond et al. fit policy and value to single rated answers by such a squared loss; what trainers ship under the name is its policy half on any advantage. Here: many updates on one batch. GRPO’s clip stops pushing at its band, the spring pulls back, and tokens without credit are held too. The paper’s offline gains are not reproduced here.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: [
    'verl has no default for dro_beta and refuses to start without it; ROLL takes 0.1, tinker’s example 0.05.',
    'tinker sums over all tokens: twice the batch is twice the gradient.',
    'Kimi k1.5 squares the log-ratio of the whole response, these ports square each token’s: long responses are held less.',
    'At the first update of a batch the spring has no gradient: it is REINFORCE.',
    'The log-ratio is not limited: one token that became impossible outweighs the batch.',
  ],
  versusGrpo: 'A spring per token replaces ratio and clip, and nothing is divided by the spread.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['verl', 'tinker', 'roll'],
  training: {
    because: 'many updates on one batch: at the first one the spring is slack',
    params: { innerEpochs: 8 },
  },
  defaults: { pullPer: 'token' },
  conventions: { tinker: { tau: 0.05, aggregation: 'token-sum' }, roll: { tau: 0.1 } },
  slots: { advantage: 'dr-grpo', objective: 'kimi-k15', aggregation: 'token-mean' },
})
