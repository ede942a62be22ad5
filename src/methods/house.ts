/** What a slot does when a method leaves it out. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { spread } from '../core/batch.ts'
import { klEstimate, klEstimators } from '../core/formulas/kl.ts'
import { detach, ratioOf } from '../core/formulas/surrogate.ts'
import { advantage, aggregation, aggregations, credit, regulariser, type Slots, weighting } from '../core/method.ts'
import { choice, number } from '../core/params.ts'

/** The reward itself, no baseline: REINFORCE. */
const rawReward = advantage({ compute: ({ reward }) => ({ advantage: reward.map(r => (Number.isNaN(r) ? 0 : r)) }) })

/** Every generated token gets its response's advantage. */
const uniformCredit = credit({
  needs: ['advantage'],
  compute: batch => ({ credit: spread(batch, batch.advantage) }),
})

/**
 * The four aggregations. Source: verl core_algos.agg_loss (b178a3c); empty rows do not count, except in TRL's reading.
 * The constant of `seq-mean-token-sum-norm` is the padded width when `normLength` is 0.
 */
const fourAggregations = aggregation({
  params: {
    aggregation: choice({
      label: 'Aggregation',
      options: aggregations,
      default: 'token-mean',
      verl: 'token-mean',
      trl: 'token-mean',
      meaning: {
        'token-mean': 'every token weighs the same; long responses weigh more',
        'seq-mean-token-sum': 'tokens summed, responses averaged',
        'seq-mean-token-mean': 'every response weighs the same; tokens of long ones weigh less',
        'seq-mean-token-sum-norm': 'tokens summed and divided by a constant (Dr. GRPO)',
      },
    }),
    normLength: number({
      label: 'Constant divisor',
      default: 0,
      min: 0,
      max: 65_536,
      integer: true,
      scale: 'log',
      note: 'For seq-mean-token-sum-norm: the length to divide by; 0 takes the longest response the task allows.',
    }),
    emptyRows: choice({
      label: 'Empty responses',
      options: ['skip', 'count'],
      default: 'skip',
      verl: 'skip',
      trl: 'count',
      meaning: { skip: 'leave them out of the mean over responses', count: 'count them as zero loss' },
    }),
    normRows: choice({
      label: 'Constant divisor times',
      options: ['one', 'responses'],
      default: 'responses',
      verl: 'one',
      trl: 'responses',
      meaning: {
        one: 'divide by the length only: doubling the batch doubles the loss',
        responses: 'divide by length times responses',
      },
    }),
  },
  compute: (tf, loss, { length, maxResponse, whole }, params) => {
    const perRollout = tf.sum(loss, 1, true) // [n, 1]
    const rows = whole ? whole.rollouts + (whole.empty ?? 0) : loss.shape[0]
    const tokens = whole?.tokens ?? tf.maximum(tf.sum(length), 1)
    const filled = () => tf.maximum(tf.sum(tf.cast(tf.greater(length, 0), 'float32')), 1)
    const present = params.emptyRows === 'skip' ? (whole?.rollouts ?? filled()) : rows
    switch (params.aggregation) {
      case 'token-mean':
        return tf.div(tf.sum(loss), tokens)
      case 'seq-mean-token-sum':
        return tf.div(tf.sum(perRollout), present)
      case 'seq-mean-token-mean':
        return tf.div(tf.sum(tf.div(perRollout, tf.maximum(length, 1))), present)
      case 'seq-mean-token-sum-norm': {
        const width = params.normLength || maxResponse || whole?.longest || loss.shape[1]
        return tf.div(tf.sum(perRollout), width * (params.normRows === 'responses' ? rows : 1))
      }
    }
  },
})

export const house: Slots = {
  advantage: rawReward,
  credit: uniformCredit,
  objective: 'ppo',
  aggregation: fourAggregations,
}

/** KL to the reference policy as a term of the loss. */
export const klToReference = regulariser({
  needs: ['refLogp'],
  params: {
    klCoefficient: number({
      label: 'KL β',
      default: 0,
      trl: 0,
      verl: 0,
      min: 0,
      max: 10,
      scale: 'log',
      note: 'Weight of the KL term in the loss; 0 is off.',
    }),
    klEstimator: choice({
      label: 'KL estimator',
      options: klEstimators,
      default: 'k3',
      trl: 'k3',
      verl: 'k3-clipped',
      meaning: {
        k1: 'unbiased value, but as a loss its gradient has mean 0',
        abs: 'absolute log-ratio',
        k2: 'half the squared log-ratio: its gradient is that of the true KL',
        k3: 'unbiased, non-negative, small variance when close',
        'k3-clipped': 'k3 with verl’s clips at 20 and 10',
        'k1+': 'value of k1, gradient of k2',
        'k3+': 'value of clipped k3, gradient of k2',
      },
    }),
    klTimesRatio: choice({
      label: 'KL weighted by the ratio',
      options: ['off', 'on'],
      default: 'off',
      trl: 'off',
      meaning: {
        off: 'as if the policy now had sampled the tokens',
        on: 'unbiased for tokens of an older policy (TRL: use_bias_correction_kl)',
      },
    }),
  },
  active: ({ klCoefficient }) => klCoefficient !== 0,
  compute: (tf, { now, oldLogp, refLogp }, { klCoefficient, klEstimator, klTimesRatio }) => {
    const term = tf.mul<Tensor2D>(klEstimate(tf, klEstimator, now.logp, refLogp), klCoefficient)
    return klTimesRatio === 'on' ? tf.mul<Tensor2D>(term, ratioOf(tf, now.logp, oldLogp, 0)) : term
  },
})

/** Minus the mean entropy, times a coefficient. */
export const entropyBonus = regulariser({
  needs: ['entropy'],
  params: {
    entropyCoefficient: number({
      label: 'Entropy bonus',
      default: 0,
      trl: 0,
      verl: 0,
      min: 0,
      max: 1,
      scale: 'log',
      note: 'Weight of the entropy in the loss; 0 is off.',
    }),
    entropyMean: choice({
      label: 'Entropy averaged over',
      options: ['tokens', 'as the loss'],
      default: 'tokens',
      trl: 'tokens',
      verl: 'as the loss',
      meaning: { tokens: 'every token weighs the same', 'as the loss': 'the loss’s own aggregation' },
    }),
  },
  active: ({ entropyCoefficient }) => entropyCoefficient !== 0,
  compute: (tf, { now, length }, { entropyCoefficient, entropyMean }) => {
    const term = tf.mul<Tensor2D>(now.entropy, -entropyCoefficient)
    return entropyMean === 'tokens' ? tf.div<Scalar>(tf.sum(term), tf.maximum(tf.sum(length), 1)) : term
  },
})

/**
 * Importance weights for rollouts that another policy sampled than the one at the start of the update: exp(oldLogp -
 * samplerLogp), cut at a cap, without gradient. Source: verl rollout_corr_helper.compute_rollout_correction_weights (b178a3c).
 */
export const samplerCorrection = weighting({
  needs: ['samplerLogp'],
  also: ({ samplerSupport }) => (samplerSupport === 'kept' ? ['keptMass'] : []),
  params: {
    samplerCorrection: choice({
      label: 'Correct for the sampler',
      options: ['off', 'token', 'sequence'],
      default: 'off',
      trl: 'off',
      verl: 'off',
      meaning: {
        off: 'trust that the sampler is the policy at the start of the update',
        token: 'weigh each token by its own probability ratio',
        sequence: 'weigh each response by the product of its tokens’ ratios',
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
  },
  active: params => params.samplerCorrection !== 'off',
  compute: (tf, { oldLogp, samplerLogp, keptMass, mask, length }, params) => {
    // Padding and words of the world have no mass.
    const kept = params.samplerSupport === 'kept' ? keptMass : undefined
    const own = kept ? tf.sub<Tensor2D>(oldLogp, tf.log(tf.maximum(kept, 1e-30))) : oldLogp
    const difference = tf.mul<Tensor2D>(tf.sub(own, samplerLogp), mask)
    const logWeight = params.samplerCorrection === 'token' ? difference : tf.sum<Tensor2D>(difference, 1, true)
    const weight = tf.minimum(tf.exp(tf.clipByValue(logWeight, -20, 20)), params.samplerCap)
    const masked = tf.mul<Tensor2D>(weight, mask)
    if (params.samplerNormalise === 'off') return detach(tf, masked)
    // Means over tokens, or over the responses that have any.
    const share = params.samplerCorrection === 'token' ? mask : tf.cast(tf.greater(length, 0), 'float32')
    const centre = tf.div(tf.sum(tf.mul(weight, share)), tf.maximum(tf.sum(share), 1))
    return detach(tf, tf.div<Tensor2D>(masked, tf.maximum(centre, 1e-8)))
  },
})
