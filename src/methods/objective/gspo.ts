import { clipParams, clippedSurrogate, responseRatioAtTokens } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { cutInto } from '../../core/trainings.ts'

/** Golden: verl core_algos.compute_policy_loss_gspo (b178a3c, 0.9.1). */
export default defineMethod({
  id: 'gspo',
  title: 'GSPO',
  paper: { title: 'Group sequence policy optimization', id: '2507.18071', year: 2025 },
  idea: 'Judge how far the policy has moved by a whole response, not by single tokens: one length-normalised ratio, clipped for all of its tokens or for none.',
  formula: String.raw`s_i = \exp\Big(\frac{1}{|y_i|} \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{old}}(y_t)\big)\Big), \quad \min\big(s_i \hat A_t,\ \operatorname{clip}(s_i, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})\, \hat A_t\big)`,
  symbols: {
    s_i: { is: 'ratio', text: 'geometric mean of the response’s token ratios' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t now' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'the same when it was sampled' },
    '|y_i|': { is: 'length', text: 'tokens of the response' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Token ratios of one response scatter, their geometric mean hardly moves: with several updates per batch compare the histogram of token ratios with the one bar per response, and the clipped share, which is all-or-nothing per response. The paper’s stability gains are on mixture-of-experts models; they are not reproduced at this size.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The band is far narrower than PPO’s (3e-4): on short responses nearly everything is clipped after one update.',
    'verl falls back to 0.2 when no clip is configured: then a response is practically never clipped.',
    'Older verl (b178a3c) averages within responses first whatever is configured; 0.9.1 obeys the configured aggregation, whose default weighs long responses more.',
    'TRL differentiates the mean log-ratio itself (gspo-trl); the gradients agree while credit is constant in a response.',
  ],
  versusGrpo: 'One ratio and one clip decision per response instead of per token.',
  conventions: {
    verl: { aggregation: 'token-mean' },
    'verl-b178a3c': { aggregation: 'seq-mean-token-mean' },
  },
  tasks: ['modular-arithmetic', 'countdown'],
  shipped: ['verl', 'nemo-rl', 'openrlhf', 'slime', 'skyrl', 'areal', 'trinity'],
  training: cutInto(4),
  slots: {
    advantage: 'grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      params: {
        clipLow: { ...clipParams.clipLow, default: 3e-4, paper: 3e-4, trl: 3e-4 },
        clipHigh: { ...clipParams.clipHigh, default: 4e-4, paper: 4e-4, trl: 4e-4 },
      },
      compute: (tf, tensors, { clipLow, clipHigh }) => {
        const ratio = responseRatioAtTokens(tf, tensors, 10)
        return clippedSurrogate(tf, ratio, tensors.credit, { clipLow, clipHigh, dualClip: 0 })
      },
    }),
  },
})
