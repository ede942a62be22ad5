/** What a slot does when a method leaves it out. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { spread } from '../core/batch.ts'
import { klEstimate, klEstimators } from '../core/formulas/kl.ts'
import { ratioOf } from '../core/formulas/surrogate.ts'
import { advantage, aggregation, aggregations, credit, regulariser, type Slots } from '../core/method.ts'
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
