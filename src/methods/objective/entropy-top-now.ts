import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach, tokenSurrogate } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { largest } from '../../core/rows.ts'

/** Beyond-the-80-20-Rule-RLVR core_algos.get_global_entropy_top_mask in the loss, as released (6f5dda6). */
export default defineMethod({
  id: 'entropy-top-now',
  title: '80/20 rule (released, entropy now)',
  paper: {
    title: 'Beyond the 80/20 rule: high-entropy minority tokens drive effective RL',
    id: '2506.01939',
    year: 2025,
  },
  idea: 'Train the share of tokens at which the policy hesitates most now, at this very update, and average the loss over those alone.',
  formula: String.raw`\mathcal L_t = -\frac{N}{\lceil q N \rceil}\, M_t \min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}}) \hat A_t\big), \quad M_t = \mathbb 1\big[H_t \text{ among the } \lceil q N \rceil \text{ largest}\big]`,
  symbols: {
    M_t: { is: 'kept', text: '1 for tokens that are trained' },
    H_t: { is: 'entropy', text: 'entropy of the next-token distribution, now' },
    q: { is: 'nowShare', text: 'share of tokens that is kept' },
    N: { is: 'tokens', text: 'tokens of the batch' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'On the first update of a batch it is entropy-top-mask, whose entropies are those of sampling. With several updates per batch a fork that has been decided leaves the mask before the batch is used up, and the next hesitant token takes its place: compare which tokens are kept.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The share is of what is updated at once: with minibatches each has its own threshold.',
    'A top-k breaks ties by position; a quantile (high-entropy-token-mask) keeps all of them.',
    'Once the forks are decided the mask moves to filler, and what is left to learn there is noise.',
  ],
  versusGrpo: 'Only the tokens with the largest entropy now give a gradient, and the mean is over them.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      needs: ['entropy'],
      params: {
        ...clipParams,
        nowShare: number({
          label: 'Share of tokens kept',
          default: 0.2,
          paper: 0.2,
          min: 0.01,
          max: 1,
          note: 'At least one token is kept.',
        }),
      },
      compute: (tf, tensors, params) => {
        const { mask } = tensors
        const tokens = tf.sum<Scalar>(mask)
        const wanted = tf.floor(tf.add<Scalar>(tf.mul(tokens, params.nowShare), 0.9999))
        const count = tf.maximum<Scalar>(wanted, 1)
        const kept = largest(tf, detach(tf, tensors.now.entropy), mask, count)
        const { loss, explain } = tokenSurrogate(tf, tensors, params)
        // A mean over the kept tokens, from one over all of them.
        const raised = tf.mul<Tensor2D>(kept, tf.div<Scalar>(tokens, count))
        return { loss: tf.mul<Tensor2D>(loss, raised), explain: { ...explain, kept } }
      },
    }),
  },
})
