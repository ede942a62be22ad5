/** RiskPO compute_grpo_bundle_rvar_outcome_advantage_quantile_tracking and the trainer's quantile tracking (65ec40c). */

import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  type GoldenCase,
  type GoldenFamily,
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
  const measure = params.risk_seeking_upper_tail === true ? 'seeking' : 'middle'
  return settings('riskpo', 'none', {
    lowLevel: number(params.quantile_down),
    highLevel: number(params.quantile_up),
    measure: params.use_mixing_risk_measure === true ? 'averse' : measure,
    tailWeight: number(params.w_mix),
    zeroAt: params.natural_baseline_adv === true ? 'upper' : 'lower',
    quantiles: text(params.use_q_track_mode),
    sharing: text(params.credit_assign_mode),
    paperStd: params.norm_adv_by_std_in_grpo === true ? 'on' : 'off',
  })
}

const advantage: GoldenFamily = {
  file: 'objective/riskpo-advantage',
  run: c => {
    const { inputs } = c
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
    let known: number[] | undefined
    const after = matrix(inputs.paper_score_batches).map(scores => {
      known = trackQuantiles(known, scores, number(params.lr_q))
      return known
    })
    return { q_after_each_batch: after }
  },
}

export default [advantage, tracker] satisfies readonly GoldenFamily[]
