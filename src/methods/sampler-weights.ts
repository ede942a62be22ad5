/** Weights for responses that another policy drew than the one at the start of the update. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../core/formulas/surrogate.ts'
import { type Tf, type TokenTensors, weighting } from '../core/method.ts'
import { choice, number, type Values } from '../core/params.ts'
import { indicator, rowMean, rowSum } from '../core/rows.ts'

const params = {
  samplerCorrection: choice({
    label: 'Correct for the sampler',
    options: ['off', 'token', 'sequence', 'geometric'],
    default: 'off',
    trl: 'off',
    verl: 'off',
    meaning: {
      off: 'trust that the sampler is the policy at the start of the update',
      token: 'weigh each token by its own probability ratio',
      sequence: 'weigh each response by the product of its tokens’ ratios',
      geometric: 'weigh each response by the geometric mean of its tokens’ ratios',
    },
  }),
  samplerEffect: choice({
    label: 'Weights out of bounds',
    options: ['cap', 'zero', 'drop'],
    default: 'cap',
    trl: 'cap',
    verl: 'cap',
    meaning: {
      cap: 'moved to the bound: truncated importance sampling',
      zero: 'become 0, and averages still count them',
      drop: 'become 0, and averages leave them out',
    },
  }),
  samplerCap: number({
    label: 'Largest weight',
    default: 2,
    trl: 3,
    verl: 2,
    min: 1,
    max: 100,
    scale: 'log',
    note: 'Truncated importance sampling: bounded variance for a little bias.',
  }),
  samplerFloor: number({ label: 'Smallest weight', default: 0, min: 0, max: 1, note: '0 is no bound.' }),
  samplerJoin: choice({
    label: 'One ratio per response, weights joined by',
    options: ['geometric', 'mean'],
    default: 'geometric',
    verl: 'geometric',
    trl: 'mean',
    meaning: {
      geometric: 'the geometric mean of the token weights, as the ratio is joined',
      mean: 'whatever the aggregation does to them',
    },
  }),
  samplerSupport: choice({
    label: 'Probabilities over',
    options: ['full', 'kept'],
    default: 'full',
    trl: 'full',
    verl: 'full',
    meaning: {
      full: 'all tokens, though top-k or top-p let the sampler draw from some only',
      kept: 'the tokens that top-k and top-p kept, as the sampler’s own',
    },
    note: 'For the weights; rejection looks at what was recorded.',
  }),
  samplerNormalise: choice({
    label: 'Weights of mean 1',
    options: ['off', 'on'],
    default: 'off',
    verl: 'off',
    meaning: { off: 'as they come', on: 'divided by their mean over the batch' },
  }),
} as const

type Sampled = TokenTensors & { readonly samplerLogp: Tensor2D }

/** [n, T] or [n, 1] exp(oldLogp - samplerLogp) on the level that is asked for, within its bounds. */
function boundedWeights(tf: Tf, tensors: Sampled, values: Values<typeof params>): Tensor2D {
  const { oldLogp, samplerLogp, keptMass, mask } = tensors
  // Padding and words of the world have no mass.
  const kept = values.samplerSupport === 'kept' ? keptMass : undefined
  const own = kept ? tf.sub<Tensor2D>(oldLogp, tf.log(tf.maximum(kept, 1e-30))) : oldLogp
  const difference = tf.mul<Tensor2D>(tf.sub(own, samplerLogp), mask)
  const logWeight = {
    off: () => tf.zerosLike(difference),
    token: () => difference,
    sequence: () => rowSum(tf, difference),
    geometric: () => rowMean(tf, difference, tensors),
  }[values.samplerCorrection]()
  const weight = tf.exp(tf.clipByValue<Tensor2D>(logWeight, -20, 20))
  const bounded = tf.maximum<Tensor2D>(tf.minimum(weight, values.samplerCap), values.samplerFloor)
  if (values.samplerEffect === 'cap') return bounded
  return tf.mul<Tensor2D>(weight, indicator(tf, tf.equal(weight, bounded)))
}

/** [n, 1] geometric mean of a response's token weights; 0 as soon as one of them is. */
const joined = (tf: Tf, weight: Tensor2D, tensors: TokenTensors): Tensor2D => {
  const logs = tf.mul<Tensor2D>(tf.log(tf.maximum(weight, 1e-30)), tensors.mask)
  const none = tf.greater(rowSum(tf, tf.mul<Tensor2D>(indicator(tf, tf.equal(weight, 0)), tensors.mask)), 0)
  const mean = tf.exp(rowMean(tf, logs, tensors))
  return tf.where<Tensor2D>(none, tf.zerosLike(mean), mean)
}

/**
 * Importance weights for rollouts that another policy sampled than the one at the start of the update: exp(oldLogp -
 * samplerLogp), bounded, without gradient; per token or per response. Where the objective has one ratio per response,
 * weights of tokens are joined to one by their geometric mean.
 * Source: verl rollout_corr_helper.compute_rollout_correction_weights, core_algos.compute_policy_loss_geo_mean (b178a3c).
 */
export const samplerCorrection = weighting({
  needs: ['samplerLogp'],
  also: ({ samplerSupport }) => (samplerSupport === 'kept' ? ['keptMass'] : []),
  params,
  active: values => values.samplerCorrection !== 'off',
  compute: (tf, tensors, values) => {
    const { mask, length } = tensors
    const own = boundedWeights(tf, tensors, values)
    const joins = tensors.oneRatio && values.samplerCorrection === 'token' && values.samplerJoin === 'geometric'
    const weight = joins ? joined(tf, own, tensors) : own
    const masked = tf.mul<Tensor2D>(weight, mask)
    if (values.samplerNormalise === 'off') return detach(tf, masked)
    // Means over tokens, or over the responses that have any.
    const share = weight.shape[1] === mask.shape[1] ? mask : tf.cast(tf.greater(length, 0), 'float32')
    const centre = tf.div(tf.sum(tf.mul(weight, share)), tf.maximum(tf.sum(share), 1))
    return detach(tf, tf.div<Tensor2D>(masked, tf.maximum(centre, 1e-8)))
  },
})
