import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach, tokenSurrogate } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { indicator, maskedQuantile } from '../../core/rows.ts'
import { oneHardProblem } from '../../core/trainings.ts'

/** Golden: TRL GRPOTrainer.get_high_entropy_mask and _compute_loss with top_entropy_quantile (f2cd577, 1.16.0). */
export default defineMethod({
  id: 'high-entropy-token-mask',
  title: '80/20 rule (TRL)',
  paper: {
    title: 'Beyond the 80/20 rule: high-entropy minority tokens drive effective RL',
    id: '2506.01939',
    year: 2025,
  },
  idea: 'Train only the tokens at which the policy hesitates: those whose entropy lies in the top share of the batch.',
  formula: String.raw`\mathcal L_t = -\mathbb 1[H_t \ge \tau_q] \min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}}) \hat A_t\big), \quad \tau_q \text{ the } (1-q)\text{-quantile of } H`,
  symbols: {
    H_t: { is: 'entropy', text: 'entropy of the next-token distribution, now' },
    '\\mathbb 1[H_t \\ge \\tau_q]': { is: 'kept', text: '1 for the tokens that are trained' },
    q: { is: 'topShare', text: 'share of tokens that is kept' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Where one token of ten is a real choice, the top 20 % teach as fast as all tokens and the lowest 80 % alone teach nothing: see it on fork-tokens. The paper’s gains over full training appear only in large models.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Masked tokens stay in the denominator: the gradient shrinks by about the share. entropy-top-mask averages over the kept tokens instead.',
    'TRL’s KL term still covers every token; its entropy bonus is the mean over the kept ones.',
    'The quantile is over the batch, so a response of routine tokens may keep none.',
    'Early in training everything hesitates; the tokens kept are not yet decisions.',
  ],
  versusGrpo: 'Routine tokens give no policy gradient.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  shipped: ['trl'],
  training: oneHardProblem,
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      needs: ['entropy'],
      params: {
        ...clipParams,
        topShare: number({
          label: 'Share of tokens kept',
          default: 0.2,
          paper: 0.2,
          trl: 1,
          min: 0,
          max: 1,
          note: '1 keeps all; 0 only the maximum.',
        }),
      },
      compute: (tf, tensors, params) => {
        const { mask } = tensors
        const entropy = detach(tf, tensors.now.entropy)
        const threshold = maskedQuantile(tf, entropy, mask, 1 - params.topShare)
        const kept = tf.mul<Tensor2D>(indicator(tf, tf.greaterEqual(entropy, detach(tf, threshold))), mask)
        const { loss, explain } = tokenSurrogate(tf, tensors, params)
        return { loss: tf.mul<Tensor2D>(loss, kept), acting: kept, explain: { ...explain, kept } }
      },
    }),
  },
})
