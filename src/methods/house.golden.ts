/** Machinery that all methods share, against verl (b178a3c), TRL (f2cd577), ROVER (b0fa587) and RLVR-Decomposed (a5d4e7c). */
import { whitenTokens } from '../core/batch.ts'
import { type KlEstimator, klEstimate, klEstimators, klNames } from '../core/formulas/kl.ts'
import { entropy, logSoftmax, mean, passAtK, softmax, std, sum, variance } from '../core/math.ts'
import { tf } from '../tensor/tf.ts'
import {
  batchOf,
  cube,
  type GoldenFamily,
  lossOf,
  matrix,
  meaning,
  number,
  padded,
  settings,
  vector,
} from './golden/harness.ts'

/** verl's names; its k3 is the clipped one. */
const verlNames: Readonly<Record<string, KlEstimator>> = {
  ...Object.fromEntries(klEstimators.map(name => [name, name])),
  ...klNames,
  k3: 'k3-clipped',
}

const kl = (file: string): GoldenFamily => ({
  file,
  notRun: ({ outputs }) =>
    'error' in outputs ? 'the original fails here; the intended value is its own case' : undefined,
  run: ({ inputs, params }) => {
    const logp = matrix(inputs.logprob)
    const refLogp = matrix(inputs.ref_logprob)
    const estimator = meaning(params.kl_penalty, verlNames)
    const mask = logp.map(row => row.map(() => 1))
    const zero = logp.map(row => row.map(() => 0))
    const values = klEstimate(tf, estimator, tf.tensor2d(logp), tf.tensor2d(refLogp)).arraySync()
    // The loss is the KL term alone, summed over tokens and averaged over rows.
    const params_ = settings('reinforce', 'none', { klCoefficient: 1, klEstimator: estimator })
    const { gradient } = lossOf('reinforce', params_, { mask, columns: { logp, refLogp, credit: zero } })
    return { kl: values, grad_logprob: gradient.logp?.map(row => row.map(value => value * logp.length)) }
  },
})

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

export default [
  kl('core/verl-kl-penalty'),
  kl('trainers/kl-penalty-plus'),
  maskedOps,
  logitOps,
  trlLogits,
  nanStd,
  passAt,
  meanLogSoftmax,
] satisfies readonly GoldenFamily[]
