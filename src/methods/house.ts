/** What a slot does when a method leaves it out. */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { spread } from '../core/batch.ts'
import { klEstimate, klEstimators, klNames } from '../core/formulas/kl.ts'
import { levelRatio } from '../core/formulas/surrogate.ts'
import { advantage, aggregation, aggregations, credit, regulariser, type Slots, type Tf } from '../core/method.ts'
import { choice, number } from '../core/params.ts'
import { indicator, siblings } from '../core/rows.ts'

/** The reward itself, no baseline: REINFORCE. */
const rawReward = advantage({ compute: ({ reward }) => ({ advantage: reward.map(r => (Number.isNaN(r) ? 0 : r)) }) })

/** Every generated token gets its response's advantage. */
const uniformCredit = credit({
  needs: ['advantage'],
  compute: batch => ({ credit: spread(batch, batch.advantage) }),
})

/**
 * The aggregations. Sources: verl core_algos.agg_loss (0.9.1); for the mean over prompts SkyRL
 * apply_loss_reduction_to_advantages_minibatch (a956457). Empty rows do not count, except in TRL's and SkyRL's reading.
 * The constant of `seq-mean-token-sum-norm` is the padded width when `normLength` is 0.
 */
const houseAggregation = aggregation({
  params: {
    aggregation: choice({
      label: 'Aggregation',
      options: aggregations,
      default: 'token-mean',
      verl: 'token-mean',
      trl: 'token-mean',
      meaning: {
        'token-mean': 'every token weighs the same; long responses weigh more',
        'token-sum': 'tokens summed: a larger batch is a larger update',
        'seq-mean-token-sum': 'tokens summed, responses averaged',
        'seq-mean-token-mean': 'every response weighs the same; tokens of long ones weigh less',
        'seq-mean-token-sum-norm': 'tokens summed and divided by a constant (Dr. GRPO)',
        'prompt-mean': 'every problem weighs the same, and within one every token',
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
      by: { skyrl: 'count' },
      meaning: { skip: 'leave them out of means over responses and problems', count: 'count them as zero loss' },
    }),
    normRows: choice({
      label: 'Constant divisor times',
      options: ['one', 'responses'],
      default: 'responses',
      verl: 'responses',
      trl: 'responses',
      by: { 'verl-b178a3c': 'one' },
      meaning: {
        one: 'divide by the length only: doubling the batch doubles the loss',
        responses: 'divide by length times responses',
      },
    }),
  },
  also: params => (params.aggregation === 'prompt-mean' ? ['group'] : []),
  compute: (tf, loss, { group, length, maxResponse, whole }, params) => {
    const perRollout = tf.sum<Tensor2D>(loss, 1, true) // [n, 1]
    const rows = whole ? whole.rollouts + (whole.empty ?? 0) : loss.shape[0]
    const tokens = whole?.tokens ?? tf.maximum(tf.sum(length), 1)
    const filled = () => tf.maximum(tf.sum(tf.cast(tf.greater(length, 0), 'float32')), 1)
    const present = params.emptyRows === 'skip' ? (whole?.rollouts ?? filled()) : rows
    switch (params.aggregation) {
      case 'token-mean':
        return tf.div(tf.sum(loss), tokens)
      case 'token-sum':
        return tf.sum(loss)
      case 'seq-mean-token-sum':
        return tf.div(tf.sum(perRollout), present)
      case 'seq-mean-token-mean':
        return tf.div(tf.sum(tf.div(perRollout, tf.maximum(length, 1))), present)
      case 'seq-mean-token-sum-norm': {
        const width = params.normLength || maxResponse || whole?.longest || loss.shape[1]
        return tf.div(tf.div<Scalar>(tf.sum(perRollout), width), params.normRows === 'responses' ? present : 1)
      }
      case 'prompt-mean':
        return meanOverPrompts(tf, perRollout, length, group ?? tf.zerosLike<Tensor2D>(length), params.emptyRows)
    }
  },
})

/** The mean over prompts of the mean over the tokens of all their responses; all of it about the rows at hand. */
function meanOverPrompts(
  tf: Tf,
  perRollout: Tensor2D,
  length: Tensor2D,
  group: Tensor2D,
  emptyRows: 'skip' | 'count',
): Scalar {
  const same = siblings(tf, group)
  const tokens = tf.matMul<Tensor2D>(same, length) // [n, 1] of each row's prompt
  const share: Tensor2D = tf.div(1, tf.sum(same, 1, true)) // of its prompt; they add up to the number of prompts
  const counted = emptyRows === 'count' ? share : tf.mul(share, indicator(tf, tf.greater(tokens, 0)))
  const prompts = tf.maximum(tf.sum(counted), 1)
  return tf.div(tf.sum(tf.div(perRollout, tf.maximum(tokens, 1))), prompts)
}

export const house: Slots = {
  advantage: rawReward,
  credit: uniformCredit,
  objective: 'ppo',
  aggregation: houseAggregation,
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
      by: { 'nemo-rl': 0.01, 'open-instruct': 0.05 },
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
      by: { 'nemo-rl': 'k3-clipped', 'open-instruct': 'k3' },
      also: klNames,
      meaning: {
        k1: 'unbiased value, but as a loss its gradient has mean 0',
        abs: 'absolute log-ratio',
        k2: 'half the squared log-ratio: its gradient is that of the true KL',
        k3: 'unbiased, non-negative, small variance when close',
        'k3-clipped': 'k3 with verl’s clips at 20 and 10',
        'k1+': 'value of k1, gradient of k2',
        'abs+': 'absolute log-ratio, gradient of k2',
        'k3+': 'value of clipped k3, gradient of k2',
      },
    }),
    klTimesRatio: choice({
      label: 'KL weighted by the ratio',
      options: ['off', 'on'],
      default: 'off',
      trl: 'on',
      verl: 'off',
      by: { 'trl-f2cd577': 'off' },
      meaning: {
        off: 'as if the policy now had sampled the tokens',
        on: 'unbiased for tokens of an older policy (TRL: use_bias_correction_kl)',
      },
    }),
  },
  active: ({ klCoefficient }) => klCoefficient !== 0,
  compute: (tf, tensors, { klCoefficient, klEstimator, klTimesRatio }) => {
    const { now, refLogp, oneRatio } = tensors
    const term = tf.mul<Tensor2D>(klEstimate(tf, klEstimator, now.logp, refLogp), klCoefficient)
    if (klTimesRatio === 'off') return term
    // The response's where it has one. TRL GRPOTrainer._compute_loss (1.16.0), use_bias_correction_kl.
    return tf.mul<Tensor2D>(term, levelRatio(tf, tensors, oneRatio ? 'response' : 'token', 0))
  },
})

/** Minus the mean entropy, times a coefficient; over the tokens on which the objective acts. */
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
  compute: (tf, { now, mask, acting = mask }, { entropyCoefficient, entropyMean }) => {
    const term = tf.mul<Tensor2D>(now.entropy, -entropyCoefficient)
    if (entropyMean === 'as the loss') return term
    return tf.div<Scalar>(tf.sum(tf.mul(term, acting)), tf.maximum(tf.sum(acting), 1))
  },
})
