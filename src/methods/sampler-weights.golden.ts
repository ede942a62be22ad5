/**
 * Weights for another sampler, as trainers' losses have them: OpenRLHF PolicyLoss.forward (3c3be62), NeMo-RL
 * ClippedPGLossFn (7ea279a), TRL GRPOTrainer (1.16.0), slime loss.py (624b824), SkyRL off_policy_correction_utils (a956457).
 */
import type { Convention } from '../core/conventions.ts'
import type { ParamValues } from '../core/params.ts'
import { originalOf, samplerOriginals } from './golden/by-name.ts'
import {
  batchOf,
  estimateOf,
  type GoldenCase,
  type GoldenFamily,
  type LossOf,
  lossOf,
  matrix,
  meaning,
  number,
  padded,
  settings,
  text,
} from './golden/harness.ts'

type Params = GoldenCase['params']

/** Bounds of the weights; null is none. */
const bounds = (high: unknown, low: unknown) => ({
  samplerCap: high === null ? 0 : number(high),
  samplerFloor: low === null ? 0 : number(low),
})

/** How the losses of the tokens become one. */
const averages: Readonly<Record<string, ParamValues>> = {
  'token-mean': { aggregation: 'token-mean' },
  'seq-mean-token-mean': { aggregation: 'seq-mean-token-mean', emptyRows: 'skip' },
  'seq-mean-token-mean (all rows)': { aggregation: 'seq-mean-token-mean', emptyRows: 'count' },
}

interface Chosen {
  readonly id: string
  readonly convention: Convention
  readonly values: ParamValues
}

/** `tis`, `icepop`, `seq-mask-tis`: the names of OpenRLHF, NeMo-RL and slime. */
const named = (convention: Convention, given: Params): Chosen => ({
  id: meaning(given.kind, { tis: 'tis', icepop: 'icepop', 'seq-mask-tis': 'seq-mask-tis' }),
  convention,
  values: {
    ...bounds(given.high, given.low),
    ...('aggregation' in given && {
      ...meaning(given.aggregation, averages),
      clipLow: number(given.clip_low),
      clipHigh: number(given.clip_high),
      dualClip: 0,
    }),
  },
})

const trlModes: Readonly<Record<string, ParamValues>> = {
  token_truncate: { samplerCorrection: 'token', samplerEffect: 'cap' },
  token_mask: { samplerCorrection: 'token', samplerEffect: 'zero' },
  sequence_truncate: { samplerCorrection: 'sequence', samplerEffect: 'cap' },
  sequence_mask: { samplerCorrection: 'sequence', samplerEffect: 'zero' },
}

const trlLosses: Readonly<Record<string, string>> = {
  dapo: 'token-mean',
  bnpo: 'token-mean',
  grpo: 'seq-mean-token-mean (all rows)',
}

const trl = (given: Params): Chosen => ({
  id: 'grpo',
  convention: 'trl',
  values: {
    ...meaning(given.vllm_importance_sampling_mode, trlModes),
    ...bounds(given.vllm_importance_sampling_clip_max, given.vllm_importance_sampling_clip_min),
    ...meaning(meaning(given.loss_type ?? 'dapo', trlLosses), averages),
    ...('epsilon_low' in given && { clipLow: number(given.epsilon_low), clipHigh: number(given.epsilon_high) }),
  },
})

const chosen = (c: GoldenCase): Chosen =>
  isTrl(c) ? trl(c.params) : named(originalOf<Convention>(c, samplerOriginals), c.params)

const isTrl = ({ params }: GoldenCase): boolean => params.vllm_importance_sampling_mode !== undefined
/** SkyRL's settings are neither TRL's nor those that the other trainers share. */
const isSkyrl = (c: GoldenCase): boolean => !isTrl(c) && c.params.kind === undefined

const lossWith = ({ inputs }: GoldenCase, { id, convention, values }: Chosen): LossOf => {
  const mask = matrix(inputs.response_mask)
  const oldLogp = matrix(inputs.old_log_prob)
  const columns = {
    oldLogp,
    logp: inputs.log_prob === undefined ? oldLogp : matrix(inputs.log_prob),
    samplerLogp: matrix(inputs.rollout_log_prob),
    credit: inputs.advantages === undefined ? mask : matrix(inputs.advantages),
  }
  return lossOf(id, settings(id, convention, { klCoefficient: 0, ...values }), { mask, columns })
}

/** SkyRL bounds trainer over sampler, rules of k1 the inverse. A side that is not bounded is null or absent. */
function skyrlRule(key: string, given: Params, name: string): ParamValues {
  const [low, high] = [given[`${name}_low`] ?? null, given[`${name}_high`] ?? null]
  if (low === null && high === null) return {}
  return { [key]: low === null ? 1e6 : 1 / number(low), [`${key}Low`]: high === null ? 1e-6 : 1 / number(high) }
}

/** The weights of SkyRL's TIS: a cap, per token or per response. */
function skyrlWeights(given: Params): ParamValues {
  if (given.tis_ratio_type === undefined || given.tis_ratio_type === null) return { samplerCorrection: 'off' }
  const level = text(given.tis_ratio_type)
  return { samplerCorrection: level, samplerEffect: 'cap', samplerCap: number(given[`${level}_tis_ratio_clip_high`]) }
}

/** Rules first; what they leave is trained with the weight against the sampler, divided by the original tokens. */
function skyrl({ inputs, params }: GoldenCase) {
  const metric = params.sequence_mask_metric ?? null
  const rules = {
    ...skyrlRule('rejectTokenK1', params, 'token_mask_is_threshold'),
    ...skyrlRule('rejectMaxK1', params, 'outlier_token_is_threshold'),
    ...(metric === 'geometric' && skyrlRule('rejectMeanK1', params, 'geo_mask')),
    ...(metric === 'product' && skyrlRule('rejectSumK1', params, 'product_mask')),
  }
  const mask = matrix(inputs.response_mask)
  const columns = { oldLogp: matrix(inputs.old_log_prob), samplerLogp: matrix(inputs.rollout_log_prob) }
  const rejection = settings('rollout-correction', 'skyrl', rules)
  const { explain } = estimateOf('rollout-correction', rejection, { mask, columns })
  const kept = padded(batchOf({ mask }), explain.kept!.values, mask[0]!.length)
  const credit = matrix(inputs.advantages).map((row, i) => row.map((a, t) => a * kept[i]![t]!))
  const values = settings('aipo-staleness', 'skyrl', { staleCap: 100, klCoefficient: 0, ...skyrlWeights(params) })
  const given = { mask, columns: { ...columns, logp: matrix(inputs.log_prob), credit } }
  const { loss, gradient } = lossOf('aipo-staleness', values, given)
  return { loss, grad_log_prob: gradient.logp }
}

const masks: GoldenFamily = {
  file: 'trainers/sampler-masks',
  notCompared: { metrics: 'what the trainers log; loss and gradient are compared' },
  ignored: {
    base: 'says in words which loss of SkyRL is weighed',
    num_items_in_batch: 'says in words that TRL divides by the tokens of the case',
  },
  run: c => {
    if (isSkyrl(c)) return skyrl(c)
    const { loss, gradient } = lossWith(c, chosen(c))
    return { loss, grad_log_prob: gradient.logp }
  },
}

const weights: GoldenFamily = {
  file: 'trainers/sampler-weights',
  onlyWhere: { weights: 'response_mask' },
  ignored: { note: 'says in words what stands at masked places' },
  run: c => {
    const choice = chosen(c)
    const { explain } = lossWith(c, choice)
    const weight = explain.samplerWeight!
    // TRL holds one number per response.
    const perResponse = choice.values.samplerCorrection === 'sequence'
    return { weights: perResponse ? weight.map(row => [Math.max(...row)]) : weight }
  },
}

export default [masks, weights] satisfies readonly GoldenFamily[]
