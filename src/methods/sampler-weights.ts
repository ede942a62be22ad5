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
    note: 'TRL corrects as soon as vLLM draws (sequence), open-instruct always (token), the others when told.',
  }),
  samplerEffect: choice({
    label: 'Weights out of bounds',
    options: ['cap', 'zero', 'drop'],
    default: 'cap',
    trl: 'zero',
    verl: 'cap',
    by: { 'trl-f2cd577': 'cap' },
    meaning: {
      cap: 'moved to the bound: truncated importance sampling',
      zero: 'become 0, and averages still count them: masks, IcePop',
      drop: 'become 0, and averages leave them out',
    },
  }),
  samplerJudge: choice({
    label: 'Bounds are held against',
    options: ['weight', 'token', 'sequence', 'geometric'],
    default: 'weight',
    trl: 'weight',
    verl: 'weight',
    meaning: {
      weight: 'the weight itself',
      token: 'each token’s ratio',
      sequence: 'the product of the response’s ratios',
      geometric: 'the geometric mean of the response’s ratios',
    },
    note: 'For zero and drop: what is inside keeps its own weight, however large. A cap moves the weight itself.',
  }),
  samplerCap: number({
    label: 'Largest weight',
    default: 2,
    trl: 3,
    verl: 2,
    by: { openrlhf: 5, slime: 2, skyrl: 2, 'open-instruct': 2 },
    min: 0,
    max: 100,
    scale: 'log',
    note: 'Truncated importance sampling: bounded variance for a little bias. 0 is no bound.',
  }),
  samplerFloor: number({
    label: 'Smallest weight',
    default: 0,
    trl: 0,
    verl: 0,
    by: { openrlhf: 0.5, slime: 0, 'open-instruct': 0 },
    min: 0,
    max: 1,
    note: '0 is no bound.',
  }),
  samplerNumerator: choice({
    label: 'Weights of',
    options: ['start', 'now'],
    default: 'start',
    trl: 'start',
    verl: 'start',
    meaning: {
      start: 'the policy at the start of the update, over the sampler',
      now: 'the policy now, over the sampler',
    },
  }),
  samplerLogLimit: number({
    label: 'Limit of the log weight',
    default: 20,
    trl: 0,
    verl: 20,
    by: { skyrl: 20, 'open-instruct': 10, openrlhf: 0, 'nemo-rl': 0, slime: 0 },
    min: 0,
    max: 80,
    aside: true,
    note: 'Keeps the exponential finite; 0 is off (80 holds then, where single precision ends).',
  }),
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
type Settings = Values<typeof params>
type Level = Exclude<Settings['samplerCorrection'], 'off'>

/** Float32's exponential overflows at 88. */
const finite = 80

/** [n, T] or [n, 1] policy over sampler on each level, its logarithm within the limit. */
function ratiosOf(tf: Tf, tensors: Sampled, values: Settings): (level: Level) => Tensor2D {
  const { now, oldLogp, samplerLogp, keptMass, mask } = tensors
  const logp = values.samplerNumerator === 'now' ? detach(tf, now.logp) : oldLogp
  // Padding and words of the world have no mass.
  const kept = values.samplerSupport === 'kept' ? keptMass : undefined
  const own = kept ? tf.sub<Tensor2D>(logp, tf.log(tf.maximum(kept, 1e-30))) : logp
  const difference = tf.mul<Tensor2D>(tf.sub(own, samplerLogp), mask)
  const limit = values.samplerLogLimit || finite
  const limited = (log: Tensor2D): Tensor2D => tf.clipByValue<Tensor2D>(log, -limit, limit)
  const logs: Readonly<Record<Level, () => Tensor2D>> = {
    token: () => difference,
    sequence: () => rowSum(tf, difference),
    geometric: () => rowMean(tf, limited(difference), tensors),
  }
  return level => tf.exp(limited(logs[level]()))
}

/** The weights on the level that is asked for, within their bounds. */
function boundedWeights(tf: Tf, tensors: Sampled, values: Settings, level: Level): Tensor2D {
  const ratios = ratiosOf(tf, tensors, values)
  const within = (ratio: Tensor2D): Tensor2D =>
    tf.maximum<Tensor2D>(tf.minimum(ratio, values.samplerCap || Number.MAX_VALUE), values.samplerFloor)
  const weight = ratios(level)
  if (values.samplerEffect === 'cap') return within(weight)
  const judged = values.samplerJudge === 'weight' ? weight : ratios(values.samplerJudge)
  return tf.mul<Tensor2D>(weight, indicator(tf, tf.equal(judged, within(judged))))
}

/** [n, 1] geometric mean of a response's token weights; 0 as soon as one of them is. */
const joined = (tf: Tf, weight: Tensor2D, tensors: TokenTensors): Tensor2D => {
  const logs = tf.mul<Tensor2D>(tf.log(tf.maximum(weight, 1e-30)), tensors.mask)
  const none = tf.greater(rowSum(tf, tf.mul<Tensor2D>(indicator(tf, tf.equal(weight, 0)), tensors.mask)), 0)
  const mean = tf.exp(rowMean(tf, logs, tensors))
  return tf.where<Tensor2D>(none, tf.zerosLike(mean), mean)
}

/**
 * [n, 1] sum of the logarithms of a response's weights, each from ln 1e-8 to 20; of a weight per response, its own.
 * Source: TRL GRPOTrainer._compute_loss, loss_type vespo (1.16.0).
 */
const logPerResponse = (tf: Tf, weight: Tensor2D, { mask, length }: TokenTensors): Tensor2D => {
  const logs = tf.minimum<Tensor2D>(tf.log(tf.maximum(weight, 1e-8)), 20)
  const some = tf.cast<Tensor2D>(tf.greater(length, 0), 'float32')
  return weight.shape[1] === mask.shape[1] ? rowSum(tf, tf.mul(logs, mask)) : tf.mul<Tensor2D>(logs, some)
}

/** Weights over their mean: over tokens, or over the responses that have any. All 0 stay 0. */
function ofMeanOne(tf: Tf, weight: Tensor2D, { mask, length }: TokenTensors): Tensor2D {
  const share = weight.shape[1] === mask.shape[1] ? mask : tf.cast(tf.greater(length, 0), 'float32')
  const centre = tf.div(tf.sum(tf.mul(weight, share)), tf.maximum(tf.sum(share), 1))
  return tf.div<Tensor2D>(weight, tf.where(tf.greater(centre, 1e-8), centre, tf.onesLike(centre)))
}

/**
 * Importance weights for rollouts that another policy sampled than the one at the start of the update: exp(oldLogp -
 * samplerLogp), [n, T], without gradient; per token or per response. Out of bounds they are moved to the bound or become
 * 0, as the weight itself or the ratio on another level says. Where the objective has one ratio per response, weights of
 * tokens are joined to one by their geometric mean.
 * Source: verl rollout_corr_helper.compute_rollout_correction_weights, core_algos.compute_policy_loss_geo_mean (0.9.1);
 * TRL GRPOTrainer._generate_and_score_completions (1.16.0); OpenRLHF PolicyLoss.forward (3c3be62); NeMo-RL
 * ClippedPGLossFn (7ea279a); slime loss.icepop_function, vanilla_tis_function (624b824).
 */
export const samplerCorrection = weighting({
  needs: ['samplerLogp'],
  also: ({ samplerSupport }) => (samplerSupport === 'kept' ? ['keptMass'] : []),
  params,
  active: values => values.samplerCorrection !== 'off',
  compute: (tf, tensors, values) => {
    const level = values.samplerCorrection
    if (level === 'off') return tensors.mask
    const own = boundedWeights(tf, tensors, values, level)
    if (tensors.weightAsLog) return detach(tf, logPerResponse(tf, own, tensors))
    const joins = tensors.oneRatio && level === 'token' && values.samplerJoin === 'geometric'
    const weight = joins ? joined(tf, own, tensors) : own
    const normal = values.samplerNormalise === 'on' ? ofMeanOne(tf, weight, tensors) : weight
    return detach(tf, tf.mul<Tensor2D>(normal, tensors.mask))
  },
})
