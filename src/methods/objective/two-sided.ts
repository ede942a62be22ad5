import { defineMethod } from '../../core/method.ts'
import { farOffData } from '../../core/trainings.ts'

/** Golden: TRL GRPOTrainer._compute_loss with delta (f2cd577), cases of golden/core/trl-grpo-loss.json. */
export default defineMethod({
  id: 'two-sided',
  title: 'Two-sided clipping',
  paper: {
    title: 'INTELLECT-2: a reasoning model trained through globally decentralized RL',
    id: '2505.07291',
    year: 2025,
  },
  idea: 'Bound the ratio from above for bad responses too: a token that was made far likelier and turned out bad would otherwise push without limit.',
  formula: String.raw`\min\bigl(\min(\rho_t, \delta)\, \hat A_t,\ \operatorname{clip}(\rho_t, 1 - \varepsilon_{\text{low}}, 1 + \varepsilon_{\text{high}})\, \hat A_t\bigr)`,
  symbols: {
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\delta': { is: 'dualClip', text: 'largest ratio that a token with negative credit is counted with' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'lower clip' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'upper clip' },
  },
  claim:
    'With one policy update per batch nothing changes; with stale batches the largest gradient of a bad token is δ times its credit instead of unbounded. The paper credits it with the absence of loss spikes in asynchronous training; here watch the gradient norm with many inner epochs.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'δ must exceed 1 + ε: below that TRL cuts good tokens as well.',
    'It is PPO’s dual clip under another name; verl has it on (3) for every method, TRL off.',
  ],
  versusGrpo: 'The pull of a bad token is bounded.',
  tasks: ['token-tree', 'modular-arithmetic', 'countdown'],
  shipped: ['trl', 'verl', 'nemo-rl', 'skyrl', 'roll'],
  training: farOffData,
  defaults: { dualClip: 4 },
  slots: { advantage: 'grpo', objective: 'ppo', aggregation: 'token-mean' },
})
