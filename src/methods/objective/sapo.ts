import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, levelParam, levelRatio } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { cutInto } from '../../core/trainings.ts'

/** Golden: verl core_algos.compute_policy_loss_sapo (b178a3c); TRL loss_type "sapo" (f2cd577; 1.16.0 per response). */
export default defineMethod({
  id: 'sapo',
  title: 'SAPO',
  paper: { title: 'Soft adaptive policy optimization', id: '2511.20347', year: 2025 },
  idea: 'Replace the hard clip by a sigmoid gate: a token’s pull fades as its ratio leaves 1, a little faster for tokens to be made rarer.',
  formula: String.raw`f_t = \frac{4}{\tau}\,\sigma\big(\tau(\rho_t - 1)\big)\,\hat A_t, \quad \tau = \begin{cases}\tau_{+} & \hat A_t > 0\\ \tau_{-} & \text{else}\end{cases}, \quad g_t = 4\sigma(1-\sigma)\rho_t`,
  symbols: {
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\tau_{+}': { is: 'tauPositive', text: 'steepness where the credit is positive' },
    '\\tau_{-}': { is: 'tauNegative', text: 'steepness elsewhere' },
    g_t: { is: 'weight', text: 'factor of the gradient: 1 at ratio 1, falling smoothly' },
  },
  claim:
    'With stale minibatches PPO’s clipped tokens drop out at once, these fade: plot the gradient’s weight against the ratio for both. The paper reports steadier training than GRPO and GSPO at equal budget; with one update per batch nothing differs.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The loss at ratio 1 is -2A/τ, not -A: loss values cannot be compared with PPO’s.',
    'Credit of exactly 0 takes the negative steepness; it has no effect.',
    'TRL counts empty responses in the mean, verl does not.',
  ],
  versusGrpo: 'A smooth gate instead of the clip.',
  tasks: ['modular-arithmetic', 'fork-tokens'],
  shipped: ['trl', 'verl', 'skyrl', 'areal', 'trinity'],
  training: cutInto(4),
  slots: {
    advantage: 'grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      oneRatio: ({ ratioLevel }) => ratioLevel === 'response',
      params: {
        tauPositive: number({
          label: 'Steepness τ, credit > 0',
          default: 1,
          paper: 1,
          trl: 1,
          verl: 1,
          min: 0.01,
          max: 50,
        }),
        tauNegative: number({
          label: 'Steepness τ, credit < 0',
          default: 1.05,
          paper: 1.05,
          trl: 1.05,
          verl: 1.05,
          min: 0.01,
          max: 50,
          note: 'Steeper fades sooner.',
        }),
        ratioLevel: levelParam,
        logRatioLimit: clipParams.logRatioLimit,
      },
      compute: (tf, tensors, { tauPositive, tauNegative, ratioLevel, logRatioLimit }) => {
        const { credit } = tensors
        const ratio = levelRatio(tf, tensors, ratioLevel, logRatioLimit)
        const tau = tf.where<Tensor2D>(tf.greater(credit, 0), tf.fill(credit.shape, tauPositive), tauNegative)
        const gate = tf.sigmoid(tf.mul<Tensor2D>(tau, tf.sub(ratio, 1)))
        const weight = tf.mul<Tensor2D>(tf.mul(tf.mul(gate, tf.sub(1, gate)), 4), ratio)
        return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(tf.div(4, tau), gate), credit)), explain: { ratio, weight } }
      },
    }),
  },
})
