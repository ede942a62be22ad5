/** OpenBMB/RLPR compute_scoreB, ProbRewardManager, compute_grpo_outcome_advantage, RayPPOTrainer.fit (8490fca). */
import { answerScore } from '../../core/formulas/answer-score.ts'
import { mean } from '../../core/math.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { noSpreads, paid, remembered, type Shaping, shaped, usualSpread } from './rlpr.math.ts'

function scored({ inputs, params }: GoldenCase) {
  const mask = vector(inputs.answer_mask)
  const kind = meaning(params.compute_score_name, {
    mean_exp_log_softmax: 'mean',
    exp_sum_log_softmax: 'product',
    exp_mean_log_softmax: 'geometric',
    mean_log_softmax: 'log',
  } as const)
  return {
    score: answerScore(
      vector(inputs.answer_logprobs).filter((_, t) => mask[t] === 1),
      kind,
    ),
  }
}

/** A threshold of 0 and the steepness of a sigmoid stand in the name. */
function shapingOf(name: string): { readonly how: Shaping; readonly steepness: number } {
  const [kind, own = '0'] = name.split('_')
  const how = meaning(kind, { threshold: 'threshold', identity: 'identity', sigmoid: 'sigmoid' } as const)
  if (how === 'threshold') fixed('threshold', number(Number(own)), 0)
  return { how, steepness: number(Number(own)) }
}

function rewarded({ inputs, params }: GoldenCase) {
  const { how, steepness } = shapingOf(text(params.shaping))
  const own = shaped(number(inputs.score_with_reasoning) - number(inputs.score_no_reasoning), how, steepness)
  return { shaped: own, reward: paid(own, number(inputs.format_ok), number(params.format_coefficient)) }
}

function standing({ inputs, params }: GoldenCase) {
  fixed('epsilon', params.epsilon, 1e-6)
  fixed('std', params.std, 'sample (n-1)')
  const [reward, leastSpread] = [vector(inputs.rewards), number(params.std_filter)]
  const given = { mask: reward.map(() => [1]), reward, group: vector(inputs.group) }
  const values = settings('rlpr', 'none', { leastSpread })
  const { advantage, explain } = resolveMethod('rlpr').advantage!.part.compute(
    'golden',
    batchOf(given),
    values,
    context,
  )
  const spread = [...(explain?.std?.values ?? [])]
  return {
    advantages: [...advantage],
    group_std_per_row: spread,
    filter_rate: mean(spread.map(own => (own < leastSpread ? 1 : 0))),
  }
}

function filtered({ inputs, params }: GoldenCase) {
  const rules = {
    rememberFrom: number(params.ema_start_step),
    filterFrom: number(params.filter_start_step),
    spreadMemory: number(params.ema_ratio),
  }
  let state = noSpreads
  return {
    per_step: matrix(inputs.group_stds_per_step).map((spreads, k) => {
      const usual = usualSpread(state, rules)
      const threshold = number(params.beta) * (usual ?? 0)
      state = remembered(state, spreads, rules)
      return { step: k + 1, threshold, ema: usual ?? null, keep: spreads.map(own => own >= threshold) }
    }),
  }
}

const family: GoldenFamily = {
  file: 'data/rlpr',
  notRun: ({ inputs }) =>
    'text' in inputs ? 'a fine for loops of many words: responses here are shorter than one loop' : undefined,
  run: c => {
    if ('answer_logprobs' in c.inputs) return scored(c)
    if ('score_with_reasoning' in c.inputs) return rewarded(c)
    return 'rewards' in c.inputs ? standing(c) : filtered(c)
  },
}

export default [family] satisfies readonly GoldenFamily[]
