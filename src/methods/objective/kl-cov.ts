import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach, ratioOf } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { covariance, largest } from '../../core/rows.ts'
import { cutInto } from '../../core/trainings.ts'

/** Golden: verl core_algos.compute_policy_loss_kl_cov (b178a3c). */
export default defineMethod({
  id: 'kl-cov',
  title: 'KL-Cov',
  paper: {
    title: 'The entropy mechanism of reinforcement learning for reasoning models',
    id: '2505.22617',
    year: 2025,
  },
  idea: 'Hold back, with a penalty on their log-ratio, the few tokens whose log-probability and credit deviate together most; clip nothing.',
  formula: String.raw`\mathcal L_t = -\rho_t \hat A_t + \beta\, |\log\rho_t|\, \mathbb 1[c_t \text{ among the top } q], \quad c_t = (\hat A_t - \overline{A})(\log\pi_\theta(y_t) - \overline{\log\pi_\theta})`,
  symbols: {
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t' },
    c_t: { is: 'covariance', text: 'joint deviation of log-probability and credit' },
    q: { is: 'covShare', text: 'share of all tokens that are held back' },
    '\\beta': { is: 'covPenalty', text: 'weight of the penalty' },
  },
  claim:
    'As with Clip-Cov, entropy falls more slowly at similar reward once the held-back tokens are enough to matter. On the first update of a batch every log-ratio is 0 and the penalty has neither value nor gradient: use several inner epochs.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'No clip at all: with many updates per batch only the learning rate bounds the move.',
    'The penalty is on |log ratio| to the start of the update, not a KL to the reference.',
    'verl’s configuration says 0.1 for the weight, the code falls back to 1 without one.',
  ],
  versusGrpo: 'No clip; a penalty on the log-ratio of few high-covariance tokens.',
  tasks: ['modular-arithmetic', 'token-tree'],
  shipped: ['verl', 'skyrl'],
  training: cutInto(8),
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      params: {
        covShare: number({
          label: 'Share held back',
          default: 0.0002,
          paper: 0.0002,
          verl: 0.0002,
          min: 0,
          max: 1,
          scale: 'log',
        }),
        covPenalty: number({ label: 'Penalty β', default: 0.1, paper: 1, verl: 0.1, min: 0, max: 10, scale: 'log' }),
        logRatioLimit: { ...clipParams.logRatioLimit, default: 0, verl: 0 },
      },
      compute: (tf, { now, oldLogp, credit, mask }, { covShare, covPenalty, logRatioLimit }) => {
        const ratio = ratioOf(tf, now.logp, oldLogp, logRatioLimit)
        const deviation = covariance(tf, detach(tf, now.logp), credit, mask)
        const count = tf.maximum<Scalar>(tf.floor(tf.mul(tf.sum(mask), covShare)), 1)
        const heldBack = detach(tf, largest(tf, deviation, mask, count))
        const logRatio = tf.sub<Tensor2D>(now.logp, oldLogp)
        // Not tf.abs, whose gradient at 0 is -1.
        const distance = tf.mul<Tensor2D>(logRatio, detach(tf, tf.sign(logRatio)))
        const penalty = tf.mul<Tensor2D>(tf.mul(heldBack, covPenalty), distance)
        return {
          loss: tf.sub<Tensor2D>(penalty, tf.mul(ratio, credit)),
          explain: { ratio, covariance: deviation, heldBack },
        }
      },
    }),
  },
})
