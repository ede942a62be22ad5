/**
 * verl rollout_corr_helper.compute_rollout_rejection_mask and compute_rollout_correction_weights (b178a3c, 0.9.1): lists of
 * rules such as `token_k1,seq_mean_k3`, a bound for each, `0.6_1.6` where it has two sides.
 */
import type { ParamValues } from '../../core/params.ts'
import {
  batchOf,
  estimateOf,
  flag,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  matrix,
  number,
  padded,
  settings,
  text,
} from '../golden/harness.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** Bounds as verl writes them: a number, or text with one or two. */
const boundsOf = (bound: string): { readonly low?: number; readonly high: number } => {
  const [first = '', second] = bound.split('_')
  return second === undefined ? { high: Number(first) } : { low: Number(first), high: Number(second) }
}

/** `seq_mean_k1`, `0.9_1.1` -> rejectMeanK1, rejectMeanK1Low. */
function ruleOf(name: string, bound: string): ParamValues {
  const words = name.split('_')
  const key = `reject${capital(words.at(-2)!)}${capital(words.at(-1)!)}`
  const { low, high } = boundsOf(bound)
  return { [key]: high, ...(low !== undefined && { [`${key}Low`]: low }) }
}

/** verl's list of rules; one bound may serve all. */
export function rulesOf({ rollout_rs, rollout_rs_threshold: bound }: GoldenCase['params']): ParamValues {
  if (rollout_rs === undefined || rollout_rs === null) return {}
  const names = text(rollout_rs).split(',')
  const given = (typeof bound === 'string' ? bound : String(number(bound))).split(',')
  return Object.assign({}, ...names.map((name, k) => ruleOf(name.trim(), (given[k] ?? given[0]!).trim())))
}

/** Level and bounds of verl's weights; two bounds silence what lies outside. */
export function weightsOf(given: GoldenCase['params']): ParamValues {
  const { rollout_is, rollout_is_threshold: bound, rollout_is_batch_normalize: normalised = false } = given
  if (rollout_is === undefined || rollout_is === null) return { samplerCorrection: 'off' }
  const { low, high } = boundsOf(typeof bound === 'string' ? bound : String(number(bound)))
  return {
    samplerCorrection: text(rollout_is),
    samplerCap: high,
    samplerFloor: low ?? 0,
    samplerEffect: low === undefined ? 'cap' : 'zero',
    samplerNormalise: flag(normalised) ? 'on' : 'off',
  }
}

function keptOf({ inputs, params }: GoldenCase): number[][] {
  const mask = matrix(inputs.response_mask)
  const oldLogp = matrix(inputs.log_ratio)
  const given = { mask, columns: { oldLogp, samplerLogp: mask.map(row => row.map(() => 0)) } }
  const values = settings('rollout-correction', 'verl', rulesOf(params))
  const { explain } = estimateOf('rollout-correction', values, given)
  return padded(batchOf(given), explain.kept!.values, mask[0]!.length)
}

/** The weights themselves, [n][T]. */
function weightsIn({ inputs, params }: GoldenCase): number[][] {
  const mask = matrix(inputs.response_mask)
  const zero = mask.map(row => row.map(() => 0))
  const columns = { logp: zero, oldLogp: matrix(inputs.log_ratio), samplerLogp: zero, credit: zero }
  const { explain } = lossOf('reinforce', settings('reinforce', 'verl', weightsOf(params)), { mask, columns })
  return explain.samplerWeight!
}

/** The two versions name the mask differently. */
const family = (file: string, kept: string): GoldenFamily => ({
  file,
  notRun: ({ outputs }) =>
    'error' in outputs
      ? 'the original divides by zero in its log when every weight is out of bounds; here all are 0'
      : undefined,
  run: c => ('rollout_rs' in c.params ? { [kept]: keptOf(c) } : { rollout_is_weights: weightsIn(c) }),
})

export default [
  family('core/verl-rollout-correction', 'modified_response_mask'),
  family('trainers/verl-rollout-low-high', 'response_mask'),
] satisfies readonly GoldenFamily[]
