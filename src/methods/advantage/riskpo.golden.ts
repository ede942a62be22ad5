/** RiskPO compute_grpo_bundle_rvar_outcome_advantage_quantile_tracking and the trainer's quantile tracking (65ec40c). */

import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  idle,
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

function valuesOf({ params }: GoldenCase, bundle: number) {
  const measure = flag(params.risk_seeking_upper_tail ?? false) ? 'seeking' : 'middle'
  const mixing = flag(params.use_mixing_risk_measure)
  if (measure === 'seeking') idle(params.w_mix)
  return settings('riskpo', 'none', {
    bundle,
    lowLevel: number(params.quantile_down),
    highLevel: number(params.quantile_up),
    measure: mixing ? 'averse' : measure,
    // The seeking measure has a weight of its own.
    tailWeight: number(measure === 'seeking' && !mixing ? (params.upper_weight ?? params.w_mix) : params.w_mix),
    riskEpsilon: number(params.epsilon),
    bundling: 'in order',
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
    const names = list(inputs.index).map(String)
    const bundles = list(inputs.bundle_uid).map(String)
    const mask = matrix(inputs.response_mask)
    const questions = [...new Set(names)]
    const group = names.map(name => questions.indexOf(name))
    const bundleOf = questions.map(name => bundles[names.indexOf(name)]!)
    const batch = batchOf({ mask, group, reward: vector(inputs.scores) })
    const params = valuesOf(c, sizeOfBundles(bundleOf))
    const got = estimate(resolveMethod('riskpo'), params, batch, context, { advantage: trackedOf(c) })
    // One entry per paper: the first question's answers are numbered like the papers.
    const scoresOf = (bundle: string) => {
      const own = [...questions.keys()].filter(q => bundleOf[q] === bundle)
      const rows = [...names.keys()].filter(i => group[i] === own[0])
      const papers = Math.min(...own.map(q => group.filter(other => other === q).length))
      return rows.slice(0, papers).map(i => got.explain.paperScore!.values[i])
    }
    return {
      advantage_per_response: [...got.batch.advantage],
      advantages: padded(batch, got.batch.credit, mask[0]!.length),
      bundle_paper_scores: Object.fromEntries([...new Set(bundles)].map(bundle => [bundle, scoresOf(bundle)])),
    }
  },
}

/** Questions per bundle. Ours bundles neighbours, all alike: other bundles cannot be asked for. */
function sizeOfBundles(bundleOf: readonly string[]): number {
  const size = bundleOf.filter(bundle => bundle === bundleOf[0]).length
  const starts = bundleOf.filter((_, q) => q % size === 0).flatMap(bundle => Array.from({ length: size }, () => bundle))
  fixed('bundles of neighbours, all of one size', bundleOf.join(), starts.slice(0, bundleOf.length).join())
  return size
}

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
