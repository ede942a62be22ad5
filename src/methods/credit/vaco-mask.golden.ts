/** open-instruct grpo_utils.compute_rho_correction (e6c3044): which tokens are dropped, and the weights of the others. */
import { assignCredit } from '../estimate.ts'
import {
  batchOf,
  context,
  flag,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  matrix,
  number,
  padded,
  settings,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const id = 'vaco-mask'

/** What the correction's switches mean; off, nothing is dropped and every weight is 1. */
function valuesOf(given: GoldenCase['params']) {
  const bySequence = flag(given.rho_mask_sequence_level)
  const maskBy = flag(given.rho_mask_tv_divergence) ? 'distance' : bySequence ? 'geometric' : 'token'
  const bounds = {
    maskLow: number(given.rho_mask_lower_bound),
    maskHigh: number(given.rho_mask_upper_bound),
    samplerFloor: number(given.rho_clamp_lower_bound),
    samplerCap: number(given.rho_clamp_upper_bound),
  }
  if (!flag(given.use_rho_correction))
    return settings(id, 'open-instruct', { ...bounds, maskBy, samplerCorrection: 'off', maskLow: 0, maskHigh: 0 })
  return settings(id, 'open-instruct', {
    ...bounds,
    maskBy,
    samplerCorrection: bySequence ? 'geometric' : 'token',
    klCoefficient: 0,
  })
}

const vaco: GoldenFamily = {
  file: 'trainers/vaco-mask',
  onlyWhere: { weights: 'response_mask', dropped: 'response_mask' },
  run: ({ inputs, params }) => {
    const mask = matrix(inputs.response_mask)
    const values = valuesOf(params)
    // One advantage per response, at every token.
    const advantage = matrix(inputs.advantages).map((row, i) => row[Math.max(0, mask[i]!.indexOf(1))]!)
    const columns = { oldLogp: matrix(inputs.old_log_prob), samplerLogp: matrix(inputs.rollout_log_prob) }
    const batch = batchOf({ mask, advantage, columns })
    const { explain } = assignCredit(resolveMethod(id), values, batch, context)
    const kept = padded(batch, explain.kept!.values, mask[0]!.length)
    const got = lossOf(
      id,
      { ...values, klCoefficient: 0 },
      { mask, advantage, columns: { ...columns, logp: columns.oldLogp } },
    )
    const weight = got.explain.samplerWeight ?? mask
    return {
      dropped: kept.map((row, i) => row.map((mark, t) => mask[i]![t]! - mark)),
      weights: kept.map((row, i) => row.map((mark, t) => mark * weight[i]![t]!)),
    }
  },
}

export default [vaco] satisfies readonly GoldenFamily[]
