/** Trinity-RFT m2po_policy_loss.py (3a41dc2), AReaL trainer/ppo/actor.py _apply_m2po_masking (4aef98d). */
import {
  fixed,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  maskedMean,
  matrix,
  meaning,
  number,
  settings,
} from '../golden/harness.ts'

const masked = (rows: number[][], mask: number[][]) => rows.map((row, i) => row.map((x, t) => x * mask[i]![t]!))

function trinity(c: GoldenCase) {
  const { inputs, params } = c
  const mask = matrix(inputs.response_mask)
  const oldLogp = matrix(inputs.old_log_prob)
  const values = settings('m2po', 'trinity', {
    momentLimit: number(params.m2_threshold),
    logRatioLimit: number(params.log_ratio_clip),
  })
  const columns = { logp: matrix(inputs.log_prob), oldLogp, samplerLogp: oldLogp, credit: matrix(inputs.advantages) }
  const got = lossOf('m2po', values, { mask, columns })
  const [judged, moment] = [masked(got.explain.judged!, mask), got.explain.moment!]
  const kept = masked(got.explain.kept!, mask)
  const stays = judged.map((row, i) => row.map((one, t) => one * kept[i]![t]!))
  return {
    loss: got.loss,
    grad_log_prob: got.gradient.logp,
    mask: kept,
    metrics: {
      m2_before: maskedMean(judged, moment),
      m2_after: maskedMean(stays, moment),
      masked_fraction: 1 - maskedMean(mask, kept),
      trust_region_fraction: maskedMean(mask, judged),
    },
  }
}

function areal(c: GoldenCase) {
  const { inputs, params } = c
  fixed('proximal log-probability', params.note, 'here the proximal log-prob is log_prob')
  const mask = matrix(inputs.response_mask)
  const samplerLogp = matrix(inputs.old_log_prob)
  const logp = matrix(inputs.log_prob)
  const values = settings('m2po', 'areal', { momentLimit: number(params.m2_threshold) })
  const given = { mask, advantage: mask.map(() => 1), columns: { logp, oldLogp: logp, samplerLogp } }
  return { mask: masked(lossOf('m2po', values, given).explain.kept!, mask) }
}

export default [
  { file: 'trainers/m2po', run: c => meaning(c.params.convention, { 'trinity (= paper)': trinity, areal })(c) },
] satisfies readonly GoldenFamily[]
