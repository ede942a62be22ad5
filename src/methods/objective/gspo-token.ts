import { clipParams, clippedSurrogate, responseRatioAtTokens } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: SkyRL ppo_utils.gspo_policy_loss (a956457), ms-swift importance_sampling_level "sequence_token" (3602360). */
export default defineMethod({
  id: 'gspo-token',
  title: 'GSPO-token',
  paper: { title: 'Group sequence policy optimization', id: '2507.18071', year: 2025 },
  idea: 'GSPO for credit that differs within a response: the ratio and the clip are the response’s, the gradient is each token’s own.',
  formula: String.raw`\min\big(s_t \hat A_t,\ \operatorname{clip}(s_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})\, \hat A_t\big), \quad s_t = \operatorname{sg}[s_i]\, \frac{\pi_\theta(y_t)}{\operatorname{sg}[\pi_\theta(y_t)]}, \quad \log s_i = \frac{1}{|y_i|} \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{old}}(y_t)\big) \le L`,
  symbols: {
    s_t: { is: 'ratio', text: 'geometric mean of the response’s token ratios, with the gradient of token t alone' },
    '\\pi_\\theta(y_t)': { is: 'probability', text: 'probability of token t now' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'its log-probability now' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'the same when it was sampled' },
    '|y_i|': { is: 'length', text: 'tokens of the response' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
    L: { is: 'meanLogRatioCap', text: 'largest mean log-ratio that is taken in earnest' },
  },
  claim:
    'Zheng et al. introduce it for multi-turn tasks, where parts of a response deserve different credit. With one advantage per response it has GSPO’s loss and gradient to the last digit; take the credit slot of tempo or of vineppo, and its gradient follows the credit where gspo-trl’s cannot.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'verl’s and SkyRL’s “gspo” are this form; TRL’s and ms-swift’s “sequence” differentiate the mean log-ratio and read one advantage per response.',
    'SkyRL bounds the mean log-ratio at 10 and cuts its gradient there; ms-swift bounds nothing.',
    'SkyRL warns unless the loss is averaged within responses first, and still takes its token mean by default.',
  ],
  versusGrpo: 'One ratio and one clip decision per response, on each token’s own credit.',
  tasks: ['modular-arithmetic', 'fork-tokens'],
  shipped: ['verl', 'skyrl', 'ms-swift'],
  training: {
    because: 'several updates per batch: at the first one every ratio is 1',
    params: { innerEpochs: 4, minibatches: 2 },
  },
  slots: {
    advantage: 'grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      params: {
        clipLow: { ...clipParams.clipLow, default: 3e-4, paper: 3e-4, by: { skyrl: 0.2, 'ms-swift': 0.2 } },
        clipHigh: { ...clipParams.clipHigh, default: 4e-4, paper: 4e-4, by: { skyrl: 0.2, 'ms-swift': 0.2 } },
        meanLogRatioCap: number({
          label: 'Largest mean log-ratio L',
          default: 10,
          paper: 0,
          verl: 10,
          by: { skyrl: 10, 'ms-swift': 0 },
          min: 0,
          max: 80,
          aside: true,
          note: 'Keeps the exponential finite; 0 is off.',
        }),
      },
      compute: (tf, tensors, { clipLow, clipHigh, meanLogRatioCap }) => {
        const ratio = responseRatioAtTokens(tf, tensors, meanLogRatioCap)
        return clippedSurrogate(tf, ratio, tensors.credit, { clipLow, clipHigh, dualClip: 0 })
      },
    }),
  },
})
