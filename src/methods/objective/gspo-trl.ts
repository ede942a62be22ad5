import { clipParams, clippedSurrogate, levelRatio } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { toTokens } from '../../core/rows.ts'
import { cutInto } from '../../core/trainings.ts'

/** Golden: TRL GRPOTrainer._compute_loss with importance_sampling_level "sequence" (f2cd577; 1.16.0 with delta). */
export default defineMethod({
  id: 'gspo-trl',
  title: 'GSPO (TRL)',
  paper: { title: 'Group sequence policy optimization', id: '2507.18071', year: 2025 },
  idea: 'The ratio of a whole response, differentiated as one quantity, with the response’s one advantage.',
  formula: String.raw`\rho_i = \exp\Big(\frac{1}{|y_i|}\sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{old}}(y_t)\big)\Big), \quad \min\big(\rho_i \hat A_i,\ \operatorname{clip}(\rho_i, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})\, \hat A_i\big)`,
  symbols: {
    '\\rho_i': { is: 'ratio', text: 'one ratio per response' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t now' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'the same when it was sampled' },
    '|y_i|': { is: 'length', text: 'tokens of the response' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of the response; credit per token is not read' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'With one advantage per response its gradient is that of gspo, token by token: run both on one batch and compare the credit map. With TRL’s default token-mean it weighs long responses more, which the paper does not.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'TRL warns about token-summed normalisers (its defaults): they weigh responses by their length.',
    'TRL’s epsilon of 0.2 is made for token ratios: it never clips a mean over a response.',
    'Credit that differs between the tokens of a response has no effect: the loss reads one advantage.',
  ],
  versusGrpo: 'One differentiable ratio per response, and one advantage.',
  tasks: ['modular-arithmetic', 'countdown'],
  shipped: ['trl'],
  training: cutInto(4),
  slots: {
    advantage: 'grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      params: {
        clipLow: { ...clipParams.clipLow, default: 3e-4, paper: 3e-4 },
        clipHigh: { ...clipParams.clipHigh, default: 4e-4, paper: 4e-4 },
        dualClip: { ...clipParams.dualClip, default: 0, verl: 0 },
      },
      oneRatio: () => true,
      compute: (tf, tensors, clips) => {
        const ratio = levelRatio(tf, tensors, 'response', 0)
        const { loss, explain } = clippedSurrogate(tf, ratio, tensors.advantage, clips)
        return { loss: toTokens(tf, loss, tensors), explain }
      },
    }),
  },
})
