/** sail-sg/AnytimeReasoner verl/trainer/ppo/brpo.py compute_cot_advantage, compute_summary_advantage (7e3f5bb). */

import {
  estimateOf,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
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

/** The prior of ours that these probabilities are; undefined for any other. */
function priorNamed(probabilities: number[]): BudgetPrior | undefined {
  const near = (name: BudgetPrior) =>
    priorOf(name, probabilities.length).every((p, s) => Math.abs(p - probabilities[s]!) < 1e-6)
  return budgetPriors.find(near)
}

function run({ inputs, params }: GoldenCase) {
  const splits = matrix(inputs.split_id)
  const prior = vector(params.budget_probs)
  const budgets = prior.length
  const scores = meansOf(matrix(inputs.summary_scores), budgets)
  const kind = meaning(params.variance_reduction, baselines)
  const growth = number(params.discount_factor)
  const named = priorNamed(prior)
  const values = { budgets, budgetPrior: named ?? 'uniform', budgetBaseline: kind, budgetGrowth: growth }
  // One token of thinking per budget that the thought lived to see.
  const mask = splits.map(row => Array.from({ length: budgets }, (_, s) => (row.includes(s) ? 1 : 0)))
  const got = estimateOf('brpo', settings('brpo', 'none', values), { mask, columns: { budgetReward: scores } })
  // Beyond a thought's end there is no token to ask, and a prior without a name is no setting of the method: there the
  // numbers come from the function that the method calls.
  const beyond = budgetCredit(scores, prior, kind, growth)
  const asked = named === undefined ? mask.map(row => row.map(() => 0)) : mask
  const all = (
    name: 'budgetReturn' | 'thoughtValue' | 'groupValue',
    key: 'returnToGo' | 'thoughtValue' | 'groupValue',
  ) => {
    let at = 0
    return asked.map((row, i) =>
      row.map((own, s) => (own === 1 ? got.explain[name]!.values[at++] : beyond[i]![key][s])),
    )
  }
  return {
    cot_advantage: asked.map((row, i) =>
      row.map((own, s) => (own === 1 ? got.credit[i]![s] : beyond[i]!.advantage[s])),
    ),
    V1_same_thought: all('thoughtValue', 'thoughtValue'),
    V2_group: all('groupValue', 'groupValue'),
    return_to_go: all('budgetReturn', 'returnToGo'),
    cot_mask: mask,
  }
}

export default [
  {
    file: 'credit/brpo-anytime',
    notCompared: { summary_advantage: 'the forced answers are measured and not trained: the page says so' },
    ignored: {
      summary_method: 'how the forced answers are trained',
      G: 'the number of rows',
      S: 'the number of budgets',
      A: 'the number of answers per budget',
    },
    run,
  },
] satisfies readonly GoldenFamily[]
