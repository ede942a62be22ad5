/** DPPO and prime-rl's relatives of it: four trainers, one layout of cases. */
import { skyrlReduction, trlTokens } from './given.ts'
import {
  fixed,
  type GoldenCase,
  type LossOf,
  lossOf,
  maskedMean,
  matrix,
  meaning,
  meanOver,
  number,
  settings,
  text,
} from './harness.ts'
import { marks } from './verl-loss.ts'

/** What tells the two divergences apart: the method, its bounds, and the name under which SkyRL and TRL know it. */
export interface Divergence {
  readonly id: string
  readonly bounds: (low: number, high: number) => Readonly<Record<string, number>>
  readonly name: string
}

/**
 * The log-probabilities, except where a move lies within 1e-6 of a bound: single precision cannot hold on which side double
 * precision saw it, so there it goes 1e-6 further to that same side.
 */
const keepSideOfMove = (logp: number[][], from: number[][], bounds: readonly number[]): number[][] =>
  logp.map((row, i) =>
    row.map((x, t) => {
      const move = Math.exp(x) - Math.exp(from[i]![t]!)
      const bound = bounds.find(edge => Math.abs(Math.abs(move) - edge) < 1e-6)
      if (bound === undefined) return x
      const further = (Math.abs(move) <= bound ? -1e-6 : 1e-6) * Math.sign(move)
      return x + further / Math.exp(x)
    }),
  )

const columnsOf = ({ inputs }: GoldenCase, bounds: readonly number[] = []) => {
  const oldLogp = matrix(inputs.old_log_prob)
  const weights = inputs.rollout_is_weights === undefined ? undefined : matrix(inputs.rollout_is_weights)
  // verl weighs by exp(old - sampler), computed beforehand; the others fall back to the policy at the start.
  const samplerLogp = weights
    ? weights.map((row, i) => row.map((w, t) => oldLogp[i]![t]! - Math.log(Math.max(w, 1e-9))))
    : matrix(inputs.rollout_log_prob ?? inputs.old_log_prob)
  const logp = keepSideOfMove(matrix(inputs.log_prob), weights ? oldLogp : samplerLogp, bounds)
  return { logp, oldLogp, samplerLogp, credit: matrix(inputs.advantages) }
}

const edgesOf = ({ name }: Divergence, own: Readonly<Record<string, number>>) =>
  name === 'tv' ? Object.values(own) : []

const dropped = (got: LossOf, mask: number[][]) => marks(got, mask, ['clippedLow', 'clippedHigh'])

function verl(divergence: Divergence, c: GoldenCase) {
  const { id, bounds } = divergence
  const { inputs, params } = c
  const mask = matrix(inputs.response_mask)
  const own = bounds(number(params.clip_ratio_low), number(params.clip_ratio_high))
  const columns = columnsOf(c, edgesOf(divergence, own))
  const weighted = inputs.rollout_is_weights !== undefined
  const cap = number(params.clip_ratio_c)
  const values = settings(id, 'verl', {
    ...own,
    ratioCap: cap,
    aggregation: text(params.loss_agg_mode),
    ...(weighted && { samplerCorrection: 'token', samplerCap: 100 }),
  })
  const got = lossOf(id, values, { mask, columns })
  const kept = got.explain.kept!
  const beyond = got.explain.ratio!.map((row, i) => row.map((ratio, t) => (ratio > cap ? kept[i]![t]! : 0)))
  const drift = columns.logp.map((row, i) =>
    row.map((x, t) => Math.max(-20, Math.min(20, columns.oldLogp[i]![t]! - x))),
  )
  return {
    loss: got.loss,
    grad_log_prob: got.gradient.logp,
    metrics: {
      'actor/pg_clipfrac': maskedMean(mask, dropped(got, mask)),
      'actor/ppo_kl': maskedMean(mask, drift),
      'actor/pg_clipfrac_lower': maskedMean(mask, beyond),
    },
  }
}

function skyrl(divergence: Divergence, c: GoldenCase) {
  const { id, bounds, name } = divergence
  const { inputs, params } = c
  fixed('dppo_type', params.dppo_type, `binary_${name}`)
  fixed('anchor', params.anchor, 'rollout_log_prob if given else old_log_prob')
  const mask = matrix(inputs.response_mask)
  const own = bounds(number(params.delta_low), number(params.delta_high))
  const columns = columnsOf(c, edgesOf(divergence, own))
  const values = settings(id, 'skyrl', {
    ...own,
    ...skyrlReduction(params.loss_reduction),
  })
  const got = lossOf(id, values, { mask, columns })
  // A credit of 0 counts as kept.
  const out = dropped(got, mask).map((row, i) => row.map((mark, t) => (columns.credit[i]![t] === 0 ? 0 : mark)))
  return { loss: got.loss, grad_log_prob: got.gradient.logp, metrics: { clip_ratio: maskedMean(mask, out) } }
}

function trl(divergence: Divergence, c: GoldenCase) {
  const { id, bounds, name } = divergence
  const { inputs, params } = c
  fixed('divergence_type', params.divergence_type, `binary_${name}`)
  trlTokens(params.num_items_in_batch)
  const mask = matrix(inputs.response_mask)
  const own = bounds(number(params.epsilon_low), number(params.epsilon_high))
  const values = settings(id, 'trl-f2cd577', { ...own, ratioCap: number(params.clip_ratio_c) })
  const got = lossOf(id, values, { mask, columns: columnsOf(c, edgesOf(divergence, own)) })
  const kept = got.explain.kept!.map((row, i) => row.map((keep, t) => keep * mask[i]![t]!))
  return { loss: got.loss, grad_log_prob: got.gradient.logp, mask: kept }
}

/** Loss, gradient and what prime-rl reports of each response. */
export function primeLoss(id: string, own: Readonly<Record<string, number>>, c: GoldenCase) {
  const { inputs, params } = c
  fixed('denominator', params.denominator, 'all valid tokens of the batch')
  const mask = matrix(inputs.response_mask)
  const columns = columnsOf(c, Object.values(own))
  const values = settings(id, 'prime-rl', {
    ...own,
    creditWeight: number(params.adv_tau),
    pullBack: number(params.kl_tau),
    aggregation: 'token-mean',
  })
  const got = lossOf(id, values, { mask, columns })
  const out = dropped(got, mask)
  const within = (names: readonly string[]) => marks(got, mask, names).map((row, i) => meanOver(mask[i]!, row))
  const mismatch = (kept: 0 | 1) =>
    columns.logp.map((row, i) => {
      const chosen = out[i]!.map((mark, t) => (mask[i]![t] === 1 && mark !== kept ? 1 : 0))
      const from = columns.samplerLogp[i]!
      return meanOver(
        chosen,
        row.map((x, t) => Math.exp(x - from[t]!) - (x - from[t]!) - 1),
      )
    })
  const ofDropped = (sign: 1 | -1) =>
    out.map((row, i) => {
      const chosen = row.map((mark, t) => mark * mask[i]![t]!)
      return meanOver(
        chosen,
        columns.credit[i]!.map(a => (a * sign > 0 ? 1 : 0)),
      )
    })
  return {
    loss: got.loss,
    grad_log_prob: got.gradient.logp,
    metrics_per_response: {
      masked_mismatch_kl: mismatch(0),
      unmasked_mismatch_kl: mismatch(1),
      is_masked: within(['clippedLow', 'clippedHigh']),
      is_masked_low: within(['clippedLow']),
      is_masked_high: within(['clippedHigh']),
      masked_advantage_positive: ofDropped(1),
      masked_advantage_negative: ofDropped(-1),
    },
  }
}

const prime = (divergence: Divergence, c: GoldenCase) =>
  primeLoss(divergence.id, divergence.bounds(number(c.params.dppo_mask_low), number(c.params.dppo_mask_high)), c)

/** A case of DPPO, by its trainer. */
export const dppo = (divergence: Divergence, c: GoldenCase) =>
  meaning(c.params.convention, { verl, skyrl, 'prime-rl': prime, 'trl until July 2026': trl })(divergence, c)
