/** sail-sg/AnytimeReasoner verl/trainer/ppo/brpo.py compute_cot_advantage, compute_summary_advantage (7e3f5bb). */

import {
  estimateOf,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  settings,
  vector,
} from '../golden/harness.ts'
import { type BudgetBaseline, type BudgetPrior, budgetCredit, budgetPriors, priorOf } from './brpo.math.ts'

const baselines: Readonly<Record<string, BudgetBaseline>> = {
  brpo: 'both',
  v1only: 'thought',
  v2only: 'group',
  none: 'none',
}

/** [G][S] mean of the answers of each cut. */
const meansOf = (rows: number[][], budgets: number): number[][] =>
  rows.map(row => {
    const each = row.length / budgets
    return Array.from(
      { length: budgets },
      (_, s) => row.slice(s * each, (s + 1) * each).reduce((a, x) => a + x, 0) / each,
    )
  })

function priorNamed(probabilities: number[]): BudgetPrior {
  const near = (name: BudgetPrior) =>
    priorOf(name, probabilities.length).every((p, s) => Math.abs(p - probabilities[s]!) < 1e-6)
  return budgetPriors.find(near) ?? 'uniform'
}

/** Forced answers compete with the others of their cut: GRPO without the spread. */
function answersAgainstTheirCut(scores: number[][], splits: number[][]): number[][] {
  const group = splits.flatMap((row, i) => row.map(split => 100 * i + split))
  const given = { mask: group.map(() => [1]), group, reward: scores.flat() }
  const { advantage } = estimateOf('dr-grpo', settings('dr-grpo', 'none', {}), given)
  return scores.map((row, i) => advantage.slice(i * row.length, (i + 1) * row.length))
}

function run({ inputs, params }: GoldenCase) {
  fixed('summary_method', params.summary_method, 'brpo')
  fixed('discount_factor', params.discount_factor, 2)
  const splits = matrix(inputs.split_id)
  const prior = vector(params.budget_probs)
  const budgets = prior.length
  const scores = meansOf(matrix(inputs.summary_scores), budgets)
  const kind = meaning(params.variance_reduction, baselines)
  const values = { budgets, budgetPrior: priorNamed(prior), budgetBaseline: kind }
  // One token of thinking per budget that the thought lived to see.
  const mask = splits.map(row => Array.from({ length: budgets }, (_, s) => (row.includes(s) ? 1 : 0)))
  const got = estimateOf('brpo', settings('brpo', 'none', values), { mask, columns: { budgetReward: scores } })
  // Beyond a thought's end there is no token to ask: there the numbers come from the function that the method calls.
  const beyond = budgetCredit(scores, prior, kind)
  const all = (
    name: 'budgetReturn' | 'thoughtValue' | 'groupValue',
    key: 'returnToGo' | 'thoughtValue' | 'groupValue',
  ) => {
    let at = 0
    return mask.map((row, i) => row.map((own, s) => (own === 1 ? got.explain[name]!.values[at++] : beyond[i]![key][s])))
  }
  return {
    cot_advantage: mask.map((row, i) => row.map((own, s) => (own === 1 ? got.credit[i]![s] : beyond[i]!.advantage[s]))),
    summary_advantage: answersAgainstTheirCut(matrix(inputs.summary_scores), splits),
    V1_same_thought: all('thoughtValue', 'thoughtValue'),
    V2_group: all('groupValue', 'groupValue'),
    return_to_go: all('budgetReturn', 'returnToGo'),
    cot_mask: mask,
  }
}

export default [
  {
    file: 'credit/brpo-anytime',
    ignored: { G: 'the number of rows', S: 'the number of budgets', A: 'the number of answers per budget' },
    run,
  },
] satisfies readonly GoldenFamily[]
