import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { rowSum } from '../../core/rows.ts'
import { staleData } from '../../core/trainings.ts'

const shape = (label: string, value: number) =>
  number({ label, default: value, paper: value, trl: value, min: 0, max: 20, note: 'Part of the bump’s shape.' })

/** Golden: TRL get_gamma_weights and _compute_loss, loss_type "vespo" (f2cd577; 1.16.0 with a sampler). */
export default defineMethod({
  id: 'vespo',
  title: 'VESPO',
  paper: { title: 'VESPO: variational sequence-level soft policy optimization', id: '2602.10693', year: 2026 },
  idea: 'Weigh a whole response by a smooth bump of its sequence ratio: 1 when the policy has not moved, fading when it moved far in either direction.',
  formula: String.raw`\mathcal L_t = -\varphi_i\, \hat A_i \log\pi_\theta(y_t), \quad \varphi_i = \exp\big(\lambda + k W_i - \lambda e^{W_i}\big), \quad (k, \lambda) = \begin{cases} (k_+, \lambda_+) & \hat A_i \ge 0 \\ (k_-, \lambda_-) & \text{else}\end{cases}, \quad W_i = \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{old}}(y_t)\big)`,
  symbols: {
    '\\varphi_i': { is: 'weight', text: 'weight of the response, without gradient' },
    W_i: { is: 'logRatio', text: 'summed log-ratio of the response' },
    '\\hat A_i': { is: 'credit', text: 'credit, one value per response' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'log-probability when sampled' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t' },
    'k_+': { is: 'kPositive', text: 'power of the rise' },
    'k_-': { is: 'kNegative', text: 'the same where the advantage is negative' },
    '\\lambda_+': { is: 'lambdaPositive', text: 'rate of the fall' },
    '\\lambda_-': { is: 'lambdaNegative', text: 'the same where the advantage is negative' },
  },
  claim:
    'The bump comes from a variational bound on the variance of importance weights, and the paper reports stable training on batches that are many updates old. Here: raise inner epochs and minibatches and compare the weight of the oldest responses with GRPO’s clipped share.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Sums over tokens: on long responses W leaves 0 after one update and the weight collapses.',
    'For negative advantages k and λ are swapped (3, 2): the fade is slower when a response became likelier.',
    'W is meant to reach back to what drew the response: a weight for the sampler belongs inside W, as in TRL, where it fades like the rest; multiplied onto the loss it does not.',
  ],
  versusGrpo: 'A smooth weight per response instead of a clip per token.',
  tasks: ['modular-arithmetic', 'countdown'],
  shipped: ['trl'],
  training: staleData,
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      takesWeight: ({ samplerInside }) => samplerInside === 'inside',
      params: {
        samplerInside: choice({
          label: 'Weight for the sampler',
          options: ['inside', 'outside'],
          default: 'inside',
          trl: 'inside',
          meaning: { inside: 'its logarithm is added to W', outside: 'it multiplies the loss' },
          note: 'Where a correction for the sampler is on.',
        }),
        kPositive: shape('Rise k, advantage ≥ 0', 2),
        lambdaPositive: shape('Fall λ, advantage ≥ 0', 3),
        kNegative: shape('Rise k, advantage < 0', 3),
        lambdaNegative: shape('Fall λ, advantage < 0', 2),
      },
      compute: (tf, { now, oldLogp, credit, advantage, logWeight }, params) => {
        const difference = tf.clipByValue<Tensor2D>(tf.sub(now.logp, oldLogp), -20, 20)
        const total = tf.add<Tensor2D>(rowSum(tf, difference), logWeight ?? 0)
        const logRatio = tf.clipByValue<Tensor2D>(total, Math.log(1e-8), 20)
        const bySign = (positive: number, negative: number): Tensor2D =>
          tf.where(tf.greaterEqual(advantage, 0), tf.fill(advantage.shape, positive), negative)
        const lambda = bySign(params.lambdaPositive, params.lambdaNegative)
        const rise = tf.mul(bySign(params.kPositive, params.kNegative), logRatio)
        const fall = tf.mul(lambda, tf.sub(1, tf.exp(logRatio)))
        const weight = detach(tf, tf.exp(tf.add<Tensor2D>(rise, fall)))
        return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(weight, credit), now.logp)), explain: { weight, logRatio } }
      },
    }),
  },
})
