import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach, tokenSurrogate } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { indicator, rowMean } from '../../core/rows.ts'
import { farOffData } from '../../core/trainings.ts'

/** Golden: TRL GRPOTrainer.get_off_policy_mask and _compute_loss with off_policy_mask_threshold (f2cd577). */
export default defineMethod({
  id: 'off-policy-sequence-mask',
  title: 'Off-policy sequence mask',
  paper: { title: 'DeepSeek-V3.2: pushing the frontier of open large language models', id: '2512.02556', year: 2025 },
  idea: 'Do not learn from the mistakes of a policy one no longer is: leave out bad responses whose tokens have become much rarer since they were sampled.',
  formula: String.raw`M_i = \mathbb 1\Big[\hat A_i \ge 0 \ \text{or}\ d_i \le \delta\Big], \quad d_i = \frac{1}{|y_i|}\sum_t \big(\log\pi_{\text{sampler}}(y_t) - \log\pi_\theta(y_t)\big)`,
  symbols: {
    M_i: { is: 'kept', text: '1 for responses that are trained' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of the response' },
    d_i: { is: 'divergence', text: 'mean log-ratio from the policy now to the sampler' },
    '\\delta': { is: 'divergenceLimit', text: 'largest divergence of a bad response' },
    '\\log\\pi_{\\text{sampler}}(y_t)': { is: 'samplerLogp', text: 'log-probability when sampled' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability now' },
    '|y_i|': { is: 'length', text: 'tokens of the response' },
  },
  claim:
    'With stale batches the far-off bad responses push a policy that has already left them, which destabilises; good responses are kept however old. Raise inner epochs to 8 and compare the gradient norm with GRPO’s. With one update per batch nothing is dropped.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Dropped responses stay in every denominator.',
    'The divergence is a signed mean, so a response whose tokens became likelier is never dropped.',
    'TRL has it off; about 0.5 is suggested. The paper’s threshold is not published with the formula.',
  ],
  versusGrpo: 'Bad responses that the policy has left behind are not trained on.',
  tasks: ['token-tree', 'modular-arithmetic', 'countdown'],
  shipped: ['trl', 'slime'],
  training: farOffData,
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      needs: ['samplerLogp'],
      params: {
        ...clipParams,
        divergenceLimit: number({
          label: 'Largest divergence δ',
          default: 0.5,
          trl: 0.5,
          min: 0,
          max: 10,
          note: 'Nats per token.',
        }),
      },
      compute: (tf, tensors, params) => {
        const { now, samplerLogp, advantage } = tensors
        const divergence = detach(tf, rowMean(tf, tf.sub<Tensor2D>(samplerLogp, now.logp), tensors))
        const near = tf.lessEqual(divergence, params.divergenceLimit)
        const kept = indicator(tf, tf.logicalOr(tf.greaterEqual(advantage, 0), near))
        const { loss, explain } = tokenSurrogate(tf, tensors, params)
        return { loss: tf.mul<Tensor2D>(loss, kept), explain: { ...explain, kept, divergence } }
      },
    }),
  },
})
