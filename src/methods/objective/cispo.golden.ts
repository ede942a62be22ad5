/** verl core_algos (b178a3c), SkyRL ppo_utils (a956457), open-instruct grpo_utils (e6c3044). */
import { skyrlReduction } from '../golden/given.ts'
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
import { aggregationOf, clipsOf, marks, verlLoss } from '../golden/verl-loss.ts'

const columnsOf = ({ inputs }: GoldenCase) => ({
  logp: matrix(inputs.log_prob),
  oldLogp: matrix(inputs.old_log_prob),
  credit: matrix(inputs.advantages),
  ...(inputs.rollout_log_prob !== undefined && { samplerLogp: matrix(inputs.rollout_log_prob) }),
})

function skyrl(c: GoldenCase) {
  const { inputs, params } = c
  const mask = matrix(inputs.response_mask)
  const values = settings('cispo', 'skyrl', {
    anchor: meaning(params.cispo_anchor, { old: 'start', rollout: 'sampler' }),
    // A ratio is never below 0, so that every lower bound of at least 1 is none.
    clipLow: Math.min(1, number(params.cispo_eps_clip_low)),
    clipHigh: number(params.cispo_eps_clip_high),
    ...skyrlReduction(params.loss_reduction),
  })
  const got = lossOf('cispo', values, { mask, columns: columnsOf(c) })
  const kept = (rows: number[][]) => rows.flatMap((row, i) => row.filter((_, t) => mask[i]![t] === 1))
  const ratio = got.explain.ratio!
  return {
    loss: got.loss,
    grad_log_prob: got.gradient.logp,
    metrics: {
      clip_ratio: maskedMean(mask, marks(got, mask, ['capped'])),
      'cispo/ratio_mean': maskedMean(mask, ratio),
      'cispo/ratio_clamped_mean': maskedMean(mask, got.explain.weight!),
      'cispo/ratio_max': Math.max(...kept(ratio)),
      'cispo/ratio_min': Math.min(...kept(ratio)),
    },
  }
}

function openInstruct(c: GoldenCase) {
  const { inputs, params } = c
  fixed('loss_fn', params.loss_fn, 'cispo')
  fixed('aggregation', params.aggregation, 'token mean, added here')
  const values = settings('cispo', 'open-instruct', {
    clipHigh: number(params.clip_higher),
    aggregation: 'token-mean',
    klCoefficient: 0,
  })
  const got = lossOf('cispo', values, { mask: matrix(inputs.response_mask), columns: columnsOf(c) })
  return { loss: got.loss, grad_log_prob: got.gradient.logp }
}

export default [
  verlLoss({
    file: 'core/verl-loss-cispo',
    id: 'cispo',
    params: given => ({ ...clipsOf(given), ...aggregationOf(given) }),
    edges: given => [1 - clipsOf(given).clipLow, 1 + clipsOf(given).clipHigh],
    driftLimit: 20,
    clipped: (got, mask) => marks(got, mask, ['capped']),
  }),
  { file: 'trainers/cispo-presets', run: c => (c.params.cispo_anchor === undefined ? openInstruct(c) : skyrl(c)) },
] satisfies readonly GoldenFamily[]
