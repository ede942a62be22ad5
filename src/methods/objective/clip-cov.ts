import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach, tokenSurrogate } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { covariance, indicator, largest } from '../../core/rows.ts'
import { cutInto } from '../../core/trainings.ts'

/** Golden: verl core_algos.compute_policy_loss_clip_cov (b178a3c). */
export default defineMethod({
  id: 'clip-cov',
  title: 'Clip-Cov',
  paper: {
    title: 'The entropy mechanism of reinforcement learning for reasoning models',
    id: '2505.22617',
    year: 2025,
  },
  idea: 'Entropy falls where likely tokens are rewarded: drop the gradient of a few random tokens whose log-probability and credit deviate together.',
  formula: String.raw`c_t = (\hat A_t - \overline{A})(\log\pi_\theta(y_t) - \overline{\log\pi_\theta}), \quad \mathcal L_t = \begin{cases} 0 & l < c_t < u \text{, a random share } q \text{ of all tokens} \\ -\min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}}) \hat A_t\big) & \text{else}\end{cases}`,
  symbols: {
    c_t: { is: 'covariance', text: 'joint deviation of log-probability and credit' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t' },
    q: { is: 'covShare', text: 'share of all tokens that are dropped' },
    'l <': { is: 'covLow', text: 'least covariance of a candidate' },
    '< u': { is: 'covHigh', text: 'largest covariance of a candidate' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Reward is bought with entropy, R = -a exp(H) + b, and few tokens do the buying. Raise the share to a few per cent on a small batch and compare the entropy curve with GRPO’s: it falls more slowly at similar reward. The paper’s gains are on large models.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The default share of 0.0002 is made for millions of tokens: here it drops exactly one token per update.',
    'verl reports the dropped tokens as its clip fraction; PPO’s own clips are not in it.',
    'Dropped tokens stay in the denominator. verl has no dual clip here and does not limit the log-ratio.',
  ],
  versusGrpo: 'A few high-covariance tokens lose their gradient.',
  tasks: ['modular-arithmetic', 'token-tree'],
  shipped: ['verl', 'skyrl'],
  training: cutInto(8),
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      params: {
        clipLow: clipParams.clipLow,
        clipHigh: clipParams.clipHigh,
        covShare: number({
          label: 'Share dropped',
          default: 0.0002,
          paper: 0.0002,
          verl: 0.0002,
          min: 0,
          max: 1,
          scale: 'log',
        }),
        covLow: number({ label: 'Covariance above', default: 1, paper: 1, verl: 1, min: -100, max: 100 }),
        covHigh: number({ label: 'Covariance below', default: 5, paper: 5, verl: 5, min: -100, max: 100 }),
      },
      compute: (tf, tensors, { clipLow, clipHigh, covShare, covLow, covHigh }, { draw }) => {
        const { now, credit, mask } = tensors
        const { loss, explain } = tokenSurrogate(tf, tensors, { clipLow, clipHigh, dualClip: 0, logRatioLimit: 0 })
        const unclipped = tf.equal(tf.add(explain.clippedLow, explain.clippedHigh), 0)
        const deviation = covariance(tf, detach(tf, now.logp), credit, mask)
        const between = tf.logicalAnd(tf.greater(deviation, covLow), tf.less(deviation, covHigh))
        const eligible = tf.mul<Tensor2D>(indicator(tf, tf.logicalAnd(between, unclipped)), mask)
        const noise = tf.tensor2d(Float32Array.from({ length: mask.size }, draw), mask.shape)
        const count = tf.maximum<Scalar>(tf.floor(tf.mul(tf.sum(mask), covShare)), 1)
        const clippedCov = detach(tf, largest(tf, noise, eligible, count))
        return {
          loss: tf.mul<Tensor2D>(loss, tf.sub(1, clippedCov)),
          explain: { ...explain, covariance: deviation, eligible, clippedCov },
        }
      },
    }),
  },
})
