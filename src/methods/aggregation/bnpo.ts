import { defineMethod } from '../../core/method.ts'

/** Golden: TRL GRPOTrainer._compute_loss, loss_type "bnpo" (f2cd577), cases of golden/core/trl-grpo-loss.json. */
export default defineMethod({
  id: 'bnpo',
  title: 'BNPO reduction',
  paper: { title: 'BNPO: beta normalization policy optimization', id: '2506.02864', year: 2025 },
  idea: 'Average the loss over all tokens that one update sees, so that every token weighs the same and long responses weigh more.',
  formula: String.raw`\mathcal L = \frac{\sum_i \sum_t \mathcal L_{i,t}}{\sum_i |y_i|}, \quad \mathcal L_{i,t} = -\min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})\hat A_t\big)`,
  symbols: {
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'GRPO’s average within responses gives the tokens of long wrong answers less weight, so that they grow; a mean over tokens does not. A table on length-budget shows it. TRL took the name for this reduction; the paper’s Beta-normalised rewards are another matter and not part of it.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'TRL divides by the tokens of each micro-batch: with one response per micro-batch it is GRPO’s own reduction.',
    'TRL’s dapo divides by the tokens of the whole generation batch instead: independent of how it is cut up.',
  ],
  versusGrpo: 'One mean over all tokens instead of a mean of means.',
  tasks: ['length-budget', 'modular-arithmetic'],
  shipped: ['trl', 'ms-swift'],
  twinOf: { id: 'grpo', because: 'GRPO here averages over all tokens by default, as BNPO and DAPO do' },
  slots: { advantage: 'grpo', objective: 'ppo', aggregation: 'token-mean' },
})
