/** verl core_algos.compute_policy_loss_geo_mean (b178a3c, 0.9.1); TRL experimental gmpo_trainer (f2cd577). */
import {
  fixed,
  type GoldenCase,
  type GoldenFamily,
  type LossOf,
  lossOf,
  maskedMean,
  matrix,
  meanOver,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { clipsOf, verlLoss } from '../golden/verl-loss.ts'

/** Tokens whose log-ratio lies outside the band, by the sign of their credit. */
const outside = (logRatio: number[][], credit: number[][], low: number, high: number, sign: 1 | -1): number[][] =>
  logRatio.map((row, i) => row.map((x, t) => ((x < -low || x > high) && credit[i]![t]! * sign > 0 ? 1 : 0)))

/** verl's shares of clipped tokens, and the mean log-ratio. */
function verlMetrics(_: LossOf, mask: number[][], logRatio: number[][], { inputs, params }: GoldenCase) {
  const { clipLow, clipHigh } = clipsOf(params)
  const drift = logRatio.map(row => row.map(x => -x))
  const share = (sign: 1 | -1) =>
    maskedMean(mask, outside(logRatio, matrix(inputs.advantages), clipLow, clipHigh, sign))
  return {
    metrics: {
      'actor/pg_clipfrac': share(1),
      'actor/pg_clipfrac_lower': share(-1),
      'actor/ppo_kl': maskedMean(mask, drift),
    },
  }
}

const verl = verlLoss({
  file: 'core/verl-loss-gmpo',
  ignored: { loss_agg_mode: 'GMPO averages over responses, whatever is asked for' },
  id: 'gmpo',
  params: clipsOf,
  driftLimit: 0,
  more: verlMetrics,
})

const trl: GoldenFamily = {
  file: 'core/trl-gmpo-loss',
  ignored: {
    max_completion_length: 'only dr_grpo divides by it',
    num_items_in_batch: 'a remark about an input; GMPO averages over responses',
  },
  run: ({ inputs, params }) => {
    fixed('loss_type', params.loss_type, 'gmpo')
    fixed('importance_sampling_level', params.importance_sampling_level, 'token')
    const mask = matrix(inputs.completion_mask)
    const logp = matrix(inputs.per_token_logps)
    const oldLogp = matrix(inputs.old_per_token_logps)
    const refLogp = inputs.ref_per_token_logps === undefined ? undefined : matrix(inputs.ref_per_token_logps)
    const clipLow = number(params.epsilon_low)
    const clipHigh = number(params.epsilon_high)
    const values = settings('gmpo', 'trl-f2cd577', { clipLow, clipHigh, klCoefficient: number(params.beta) })
    const columns = { logp, oldLogp, ...(refLogp && { refLogp }) }
    const got = lossOf('gmpo', values, { mask, advantage: vector(inputs.advantages), columns })
    const low = got.explain.clippedLow!
    const high = got.explain.clippedHigh!
    const share = (marks: number[][]) => mask.map((row, i) => meanOver(row, marks[i]!))
    const k3 = refLogp?.map((row, i) => row.map((x, t) => Math.exp(x - logp[i]![t]!) - (x - logp[i]![t]!) - 1))
    return {
      loss: got.loss,
      grad_per_token_logps: got.gradient.logp,
      metrics: {
        ...(k3 && { kl: maskedMean(mask, k3) }),
        entropy: maskedMean(mask, matrix(inputs.entropies)),
        'clip_ratio/low_mean': maskedMean(mask, low),
        'clip_ratio/high_mean': maskedMean(mask, high),
        'clip_ratio/region_mean': maskedMean(mask, low) + maskedMean(mask, high),
        'clip_ratio/low_min': Math.min(...share(low)),
        'clip_ratio/high_max': Math.max(...share(high)),
      },
    }
  },
}

/** Weights for the sampler, joined to one per response by their geometric mean. */
const weighted: GoldenFamily = {
  file: 'trainers/verl-0.9.1-gmpo-weights',
  ignored: { note: 'words about the outputs' },
  notRun: ({ inputs }) =>
    matrix(inputs.rollout_is_weights).flat().includes(0)
      ? 'verl adds 1e-10 inside the logarithm, so that a weight of 0 leaves a short response part of its loss; here none'
      : undefined,
  run: c => {
    const { inputs, params } = c
    const mask = matrix(inputs.response_mask)
    const [logp, oldLogp] = [matrix(inputs.log_prob), matrix(inputs.old_log_prob)]
    const weights = matrix(inputs.rollout_is_weights)
    const samplerLogp = oldLogp.map((row, i) => row.map((x, t) => x - Math.log(weights[i]![t]!)))
    const values = settings('gmpo', 'verl', { ...clipsOf(params), samplerCorrection: 'token', samplerCap: 100 })
    const columns = { logp, oldLogp, samplerLogp, credit: matrix(inputs.advantages) }
    const got = lossOf('gmpo', values, { mask, columns })
    const logRatio = logp.map((row, i) => row.map((x, t) => x - oldLogp[i]![t]!))
    return { loss: got.loss, grad_log_prob: got.gradient.logp, ...verlMetrics(got, mask, logRatio, c) }
  },
}

export default [verl, trl, weighted] satisfies readonly GoldenFamily[]
