/** What a slot does when a method leaves it out. */
import { spread } from '../core/batch.ts'
import { advantage, aggregation, aggregations, credit, regulariser } from '../core/method.ts'
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
  compute: (tf, loss, { length }, params) => {
    const perRollout = tf.sum(loss, 1, true) // [n, 1]
    const rows = loss.shape[0]
    const present =
      params.emptyRows === 'skip' ? tf.maximum(tf.sum(tf.cast(tf.greater(length, 0), 'float32')), 1) : tf.scalar(rows)
    switch (params.aggregation) {
      case 'token-mean':
        return tf.div(tf.sum(loss), tf.maximum(tf.sum(length), 1))
      case 'seq-mean-token-sum':
        return tf.div(tf.sum(perRollout), present)
      case 'seq-mean-token-mean':
        return tf.div(tf.sum(tf.div(perRollout, tf.maximum(length, 1))), present)
      case 'seq-mean-token-sum-norm': {
        const width = params.normLength || loss.shape[1]
        return tf.div(tf.sum(perRollout), width * (params.normRows === 'responses' ? rows : 1))
      }
    }
  },
})

export const house = {
  advantage: rawReward,
  credit: uniformCredit,
  /** Id of the method whose objective is borrowed. */
  objective: 'ppo',
  aggregation: fourAggregations,
} as const

/**
 * KL to the reference policy as a loss term, per token, then token-mean. With x = refLogp - logp:
 * k1 = -x, k2 = x^2/2, k3 = exp(x) - x - 1. Source: verl core_algos.kl_penalty (b178a3c), whose k3 clips x to 20 and the
 * result to 10; TRL's k3 is unclipped. http://joschu.net/blog/kl-approx.html
 */
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
      options: ['k1', 'abs', 'k2', 'k3', 'k3-clipped'],
      default: 'k3',
      trl: 'k3',
      verl: 'k3-clipped',
      meaning: {
        k1: 'unbiased value, but as a loss its gradient has mean 0',
        abs: 'absolute log-ratio',
        k2: 'half the squared log-ratio: its gradient is that of the true KL',
        k3: 'unbiased, non-negative, small variance when close',
        'k3-clipped': 'k3 with verl’s clips at 20 and 10',
      },
    }),
  },
  compute: (tf, { logp, refLogp, mask, length }, { klCoefficient, klEstimator }) => {
    if (klCoefficient === 0) return tf.scalar(0)
    const x = tf.sub(refLogp, logp) // [n, T]
    const k3 = (value: typeof x) => tf.sub(tf.sub(tf.exp(value), value), 1)
    const kl = {
      k1: () => tf.neg(x),
      abs: () => tf.abs(x),
      k2: () => tf.div(tf.square(x), 2),
      k3: () => k3(x),
      'k3-clipped': () => tf.clipByValue(k3(tf.clipByValue(x, -20, 20)), -10, 10),
    }[klEstimator]()
    return tf.mul(tf.div(tf.sum(tf.mul(kl, mask)), tf.maximum(tf.sum(length), 1)), klCoefficient)
  },
})

/** Minus the mean entropy per token, times a coefficient. */
export const entropyBonus = regulariser({
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
  },
  compute: (tf, { entropy, mask, length }, { entropyCoefficient }) =>
    entropyCoefficient === 0
      ? tf.scalar(0)
      : tf.mul(tf.div(tf.sum(tf.mul(entropy, mask)), tf.maximum(tf.sum(length), 1)), -entropyCoefficient),
})
