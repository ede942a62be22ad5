import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { indicator, rowMean, toTokens } from '../../core/rows.ts'
import { cutInto } from '../../core/trainings.ts'

/** Golden: verl core_algos.compute_policy_loss_geo_mean (b178a3c); TRL experimental gmpo_trainer (f2cd577). */
export default defineMethod({
  id: 'gmpo',
  title: 'GMPO',
  paper: { title: 'Geometric-mean policy optimization', id: '2507.20673', year: 2025 },
  idea: 'Average a response’s token ratios geometrically, after clipping each log-ratio on the side where it would pull too hard, so that one outlier token cannot blow the update up.',
  formula: String.raw`\rho_i = \exp\Big(\frac{1}{|y_i|}\sum_t k_t\Big), \quad k_t = \begin{cases}\min(\delta_t, \varepsilon_{\text{high}}) & \hat A_t > 0\\ \max(\delta_t, -\varepsilon_{\text{low}}) & \hat A_t < 0\end{cases}, \quad \mathcal L_i = -\bar A_i\, \rho_i`,
  symbols: {
    '\\rho_i': { is: 'ratio', text: 'geometric mean of the clipped ratios of response i' },
    k_t: { is: 'clippedLogRatio', text: 'log-ratio of token t, cut on one side' },
    '\\delta_t': { is: 'logRatio', text: 'log-ratio of token t' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\bar A_i': { is: 'meanCredit', text: 'mean credit of the response' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'lower bound of the log-ratio' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'upper bound of the log-ratio' },
  },
  claim:
    'A single token whose ratio explodes moves the arithmetic mean by its whole ratio and the geometric mean by its |y|-th root: the range of ratios is narrower with several updates per batch. The paper reports gains over GRPO.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The clips are bounds of the log-ratio: 0.4 means exp(±0.4), wider than PPO’s 0.2.',
    'verl takes the actor’s 0.2 and ignores the configured aggregation; empty responses stay in the mean.',
    'verl multiplies a response by the geometric mean of its weights for the sampler, with 1e-10 inside the logarithm: a token of weight 0 leaves a response of four tokens 0.3 % of its loss. Here it leaves nothing.',
    'verl leaves the log-ratio unlimited, unlike its PPO loss.',
    'In TRL a response without tokens still adds minus its advantage over the number of responses to the loss that is logged; the gradient is the same.',
  ],
  versusGrpo: 'Geometric instead of arithmetic mean of the token ratios.',
  tasks: ['modular-arithmetic', 'countdown'],
  shipped: ['trl', 'verl'],
  training: cutInto(8),
  defaults: { emptyRows: 'count' },
  conventions: { trl: { klTimesRatio: 'off' } },
  slots: {
    advantage: 'grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      params: {
        clipLow: {
          ...clipParams.clipLow,
          default: 0.4,
          paper: 0.4,
          trl: 0.4,
          note: 'Of the log-ratio, for negative credit.',
        },
        clipHigh: {
          ...clipParams.clipHigh,
          default: 0.4,
          paper: 0.4,
          trl: 0.4,
          note: 'Of the log-ratio, for positive credit.',
        },
      },
      oneRatio: () => true,
      compute: (tf, tensors, { clipLow, clipHigh }) => {
        const { now, oldLogp, credit } = tensors
        const [positive, negative] = [tf.greater(credit, 0), tf.less(credit, 0)]
        const logRatio = tf.sub<Tensor2D>(now.logp, oldLogp)
        const cutBelow = tf.where<Tensor2D>(negative, tf.maximum(logRatio, -clipLow), tf.zerosLike(logRatio))
        const clippedLogRatio = tf.where<Tensor2D>(positive, tf.minimum(logRatio, clipHigh), cutBelow)
        const ratio = tf.exp(rowMean(tf, clippedLogRatio, tensors))
        const meanCredit = rowMean(tf, credit, tensors)
        const clippedLow = indicator(tf, tf.logicalAnd(negative, tf.less(logRatio, -clipLow)))
        const clippedHigh = indicator(tf, tf.logicalAnd(positive, tf.greater(logRatio, clipHigh)))
        const loss = toTokens(tf, tf.neg(tf.mul<Tensor2D>(meanCredit, ratio)), tensors)
        return { loss, explain: { ratio, logRatio, clippedLogRatio, meanCredit, clippedLow, clippedHigh } }
      },
    }),
  },
})
