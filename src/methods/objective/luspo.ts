import { defineMethod } from '../../core/method.ts'

/** Golden: TRL GRPOTrainer._compute_loss, loss_type "luspo" at sequence level (f2cd577). */
export default defineMethod({
  id: 'luspo',
  title: 'LUSPO',
  paper: { title: 'Length-unbiased sequence policy optimization', id: '2602.05261', year: 2026 },
  idea: 'GSPO’s loss of a response, multiplied by its length, so that each token of a long response pulls as hard as one of a short response.',
  formula: String.raw`\mathcal L = -\frac1n \sum_i |y_i|\, \min\big(\rho_i \hat A_i,\ \operatorname{clip}(\rho_i, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})\, \hat A_i\big)`,
  symbols: {
    '\\rho_i': { is: 'ratio', text: 'geometric mean of the response’s token ratios' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of the response' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Averages within responses push the tokens of a short response harder, which favours short right and long wrong answers. Here every token weighs the same. Compare the length of wrong answers on length-budget.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'With token ratios TRL multiplies each token’s loss by the length once more; TRL warns about that combination.',
    'TRL keeps its 0.2 for both clips unless told otherwise, a hundred times the paper’s: no response is ever clipped.',
    'The size of the gradient grows with the mean length: learning rates do not carry over from GSPO.',
  ],
  versusGrpo: 'One ratio per response, and the response’s length as a factor instead of a divisor.',
  tasks: ['length-budget', 'modular-arithmetic'],
  shipped: ['trl'],
  defaults: { clipLow: 0.002, clipHigh: 0.0025 },
  conventions: { trl: { clipLow: 0.2, clipHigh: 0.2 } },
  slots: { advantage: 'grpo', objective: 'gspo-trl', aggregation: 'seq-mean-token-sum' },
})
