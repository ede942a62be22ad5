/** RiskPO compute_grpo_bundle_rvar_outcome_advantage_quantile_tracking and the trainer's quantile tracking (65ec40c). */

import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  list,
  matrix,
  number,
  padded,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { quantileLevels, trackQuantiles } from './riskpo.math.ts'

/** The tracked values that the original is handed, at the levels that it asks for. */
function trackedOf({ params }: GoldenCase): number[] | undefined {
  const { q_track_down: low, q_track_up: high } = params
  if (low === null || high === null) return undefined
  return quantileLevels.map(level => number(level < 0.5 ? low : high))
}

function valuesOf({ params }: GoldenCase) {
  fixed('epsilon', params.epsilon, 1e-6)
  fixed('upper_weight', params.upper_weight, 1.5)
  const measure = flag(params.risk_seeking_upper_tail ?? false) ? 'seeking' : 'middle'
  return settings('riskpo', 'none', {
    lowLevel: number(params.quantile_down),
    highLevel: number(params.quantile_up),
    measure: flag(params.use_mixing_risk_measure) ? 'averse' : measure,
    tailWeight: number(params.w_mix),
    zeroAt: flag(params.natural_baseline_adv) ? 'upper' : 'lower',
    quantiles: text(params.use_q_track_mode),
    sharing: text(params.credit_assign_mode),
    paperStd: flag(params.norm_adv_by_std_in_grpo) ? 'on' : 'off',
  })
}

const advantage: GoldenFamily = {
  file: 'objective/riskpo-advantage',
  run: c => {
    const { inputs } = c
    fixed('number of bundles', new Set(list(inputs.bundle_uid)).size, 1)
    const names = Array.isArray(inputs.index) ? inputs.index.map(String) : []
    const mask = matrix(inputs.response_mask)
    const group = names.map(name => [...new Set(names)].indexOf(name))
    const batch = batchOf({ mask, group, reward: vector(inputs.scores) })
    const got = estimate(resolveMethod('riskpo'), valuesOf(c), batch, context, { advantage: trackedOf(c) })
    // One entry per paper: the first problem's answers are numbered like the papers.
    const papers = Math.min(...batchGroups(group))
    const scores = [...got.explain.paperScore!.values].slice(0, papers)
    return {
      advantage_per_response: [...got.batch.advantage],
      advantages: padded(batch, got.batch.credit, mask[0]!.length),
      bundle_paper_scores: { B0: scores },
    }
  },
}

const batchGroups = (group: readonly number[]): number[] =>
  [...new Set(group)].map(g => group.filter(other => other === g).length)

const tracker: GoldenFamily = {
  file: 'objective/riskpo-quantile-tracker',
  run: ({ inputs, params }) => {
    for (const [k, level] of vector(params.alphas).entries())
      fixed('alphas', Math.abs(level - quantileLevels[k]!) < 1e-6, true)
    let known: number[] | undefined
    const after = matrix(inputs.paper_score_batches).map(scores => {
      known = trackQuantiles(known, scores, number(params.lr_q))
      return known
    })
    return { q_after_each_batch: after }
  },
}

export default [advantage, tracker] satisfies readonly GoldenFamily[]
