/** Machinery that all methods share, against verl (b178a3c), TRL (f2cd577), ROVER (b0fa587) and RLVR-Decomposed (a5d4e7c). */
import { whitenTokens } from '../core/batch.ts'
import { type KlEstimator, klEstimate } from '../core/formulas/kl.ts'
import { entropy, logSoftmax, mean, passAtK, softmax, std, sum, variance } from '../core/math.ts'
import { tf } from '../tensor/tf.ts'
import {
  batchOf,
  cube,
  estimateOf,
  flag,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  matrix,
  meaning,
  number,
  type Padded,
  padded,
  rowSums,
  settings,
  text,
  vector,
} from './golden/harness.ts'

const klNames: Record<string, KlEstimator> = {
  kl: 'k1',
  k1: 'k1',
  abs: 'abs',
  mse: 'k2',
  k2: 'k2',
  k3: 'k3-clipped',
  low_var_kl: 'k3-clipped',
  'k1+': 'k1+',
  'k3+': 'k3+',
}

const kl: GoldenFamily = {
  file: 'core/verl-kl-penalty',
  notRun: ({ outputs }) =>
    'error' in outputs ? 'the original fails here; the intended value is its own case' : undefined,
  run: ({ inputs, params }) => {
    const logp = matrix(inputs.logprob)
    const refLogp = matrix(inputs.ref_logprob)
    const estimator = meaning(params.kl_penalty, klNames)
    const mask = logp.map(row => row.map(() => 1))
    const zero = logp.map(row => row.map(() => 0))
    const values = klEstimate(tf, estimator, tf.tensor2d(logp), tf.tensor2d(refLogp)).arraySync()
    // The loss is the KL term alone, summed over tokens and averaged over rows.
    const params_ = settings('reinforce', 'none', { klCoefficient: 1, klEstimator: estimator })
    const { gradient } = lossOf('reinforce', params_, { mask, columns: { logp, refLogp, credit: zero } })
    return { kl: values, grad_logprob: gradient.logp?.map(row => row.map(value => value * logp.length)) }
  },
}

const maskedOps: GoldenFamily = {
  file: 'core/verl-masked-ops',
  notRun: ({ outputs }) =>
    'error' in outputs ? 'the original refuses an empty mask; whitening here gives zeros' : undefined,
  notCompared: { masked_whiten_shift_mean_false: 'no estimator here whitens and keeps the mean' },
  onlyWhere: { masked_whiten: 'mask' },
  run: ({ inputs }) => {
    const mask = matrix(inputs.mask)
    const values = matrix(inputs.values)
    const kept = values.flat().filter((_, k) => mask.flat()[k] === 1)
    const batch = batchOf({ mask, columns: { oldValue: values } })
    return {
      masked_sum: sum(kept),
      masked_mean: mean(kept),
      'masked_mean_axis-1': values.map((row, i) => mean(row.filter((_, t) => mask[i]?.[t] === 1))),
      masked_var_unbiased: variance(kept, 1),
      masked_var_biased: variance(kept, 0),
      masked_whiten: padded(batch, whitenTokens(batch, batch.oldValue!), values[0]!.length),
    }
  },
}

const logitOps: GoldenFamily = {
  file: 'core/verl-logit-ops',
  run: ({ inputs }) => {
    const logits = matrix(inputs.logits)
    return {
      entropy: logits.map(row => entropy(softmax(row))),
      sum_pi_squared: logits.map(row => sum(softmax(row).map(p => p * p))),
      log_softmax: logits.map(row => [...logSoftmax(row)]),
    }
  },
}

const trlLogits: GoldenFamily = {
  file: 'core/trl-logits-to-logps-entropy',
  run: ({ inputs, params }) => {
    const tempered = cube(inputs.logits).map(rows => rows.map(row => row.map(z => z / number(params.temperature))))
    const ids = matrix(inputs.token_ids)
    return {
      per_token_logps: tempered.map((rows, i) => rows.map((row, t) => logSoftmax(row)[ids[i]![t]!]!)),
      entropies: tempered.map(rows => rows.map(row => entropy(softmax(row)))),
    }
  },
}

const nanStd: GoldenFamily = {
  file: 'core/trl-nanstd',
  run: ({ inputs }) => ({
    nanstd: std(
      vector(inputs.x).filter(x => !Number.isNaN(x)),
      1,
    ),
  }),
}

const passAt: GoldenFamily = {
  file: 'core/pass-at-k',
  run: ({ inputs, params }) => ({
    pass_at_k: mean(vector(inputs.num_correct_per_question).map(c => passAtK(number(params.n), c, number(params.k)))),
  }),
}

const meanLogSoftmax: GoldenFamily = {
  file: 'core/rover-mean-log-softmax',
  run: ({ inputs }) => ({ mean_log_prob: matrix(inputs.logits).map(row => mean(logSoftmax(row))) }),
}

/** What rejection leaves of the mask: `seq_mean_k1` with bounds `0.99_1.01`, `seq_max_k2` with an upper bound. */
function keptOf(inputs: GoldenCase['inputs'], params: GoldenCase['params']): number[][] {
  const words = text(params.rollout_rs).split('_')
  const bound = params.rollout_rs_threshold
  const [low, high] = typeof bound === 'string' ? bound.split('_').map(Number) : [undefined, number(bound)]
  const values = settings('rollout-correction', 'none', {
    rejectOver: words.at(-2)!,
    rejectBy: words.at(-1)!,
    rejectHigh: high!,
    ...(low !== undefined && { rejectLow: low }),
  })
  const mask = matrix(inputs.response_mask)
  const oldLogp = matrix(inputs.log_ratio)
  const given = { mask, columns: { oldLogp, samplerLogp: mask.map(row => row.map(() => 0)) } }
  const { explain } = estimateOf('rollout-correction', values, given)
  return padded(batchOf(given), explain.kept!.values, mask[0]!.length)
}

const samplerWeights: GoldenFamily = {
  file: 'core/verl-rollout-correction',
  run: ({ inputs, params }) => {
    if ('rollout_rs' in params) return { modified_response_mask: keptOf(inputs, params) }
    const mask = matrix(inputs.response_mask)
    const oldLogp = matrix(inputs.log_ratio)
    const zero = mask.map(row => row.map(() => 0))
    const given: Padded = {
      mask,
      columns: { logp: zero, oldLogp, samplerLogp: zero, credit: mask.map(row => row.map(() => -1)) },
    }
    const params_ = settings('reinforce', 'none', {
      samplerCorrection: text(params.rollout_is),
      samplerCap: number(params.rollout_is_threshold),
      samplerNormalise: flag(params.rollout_is_batch_normalize) ? 'on' : 'off',
    })
    // The gradient of sum(weight * logp) over the number of rows is weight / rows.
    const filled = rowSums(mask).filter(length => length > 0).length
    const { gradient } = lossOf('reinforce', params_, given)
    return { rollout_is_weights: gradient.logp?.map(row => row.map(value => value * filled)) }
  },
}

export default [
  kl,
  maskedOps,
  logitOps,
  trlLogits,
  nanStd,
  passAt,
  meanLogSoftmax,
  samplerWeights,
] satisfies readonly GoldenFamily[]
