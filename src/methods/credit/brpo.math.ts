/** Credit of thinking that may be cut off at several lengths. Rows are rollouts of one group, columns are budgets. */
import type { With } from '../../core/batch.ts'
import { mean, sum } from '../../core/math.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

export const budgetPriors = ['uniform', 'linear', 'full'] as const
export type BudgetPrior = (typeof budgetPriors)[number]

/** [budgets] how likely each budget is; sums to 1. */
export function priorOf(prior: BudgetPrior, budgets: number): number[] {
  const weight = Array.from({ length: budgets }, (_, s) => {
    if (prior === 'full') return s === budgets - 1 ? 1 : 0
    return prior === 'linear' ? s + 1 : 1
  })
  return weight.map(w => w / sum(weight))
}

export const budgetBaselines = ['both', 'thought', 'group', 'none'] as const
export type BudgetBaseline = (typeof budgetBaselines)[number]

/** What the column `budgetReward` is made with, and how its cuts are compared. */
export const budgetParams = {
  budgetPrior: choice({
    label: 'Likely budgets',
    options: budgetPriors,
    default: 'uniform',
    meaning: { uniform: 'all alike', linear: 'larger ones more', full: 'the largest only: ordinary training' },
  }),
  budgetBaseline: choice({
    label: 'Baseline',
    options: budgetBaselines,
    default: 'both',
    paper: 'both',
    meaning: { both: 'own past and siblings', thought: 'own past', group: 'siblings', none: 'nothing' },
  }),
  budgetGrowth: number({
    label: 'Recent answers count more by',
    default: 2,
    paper: 2,
    min: 0.01,
    max: 100,
    scale: 'log',
    aside: true,
    note: 'In the thought’s own past each budget weighs this many times the one before; 1 is a plain mean.',
  }),
} as const satisfies ParamSpecs

/** Thinking between two cuts, and the share of right answers at its end. Places are those of the batch's tokens. */
export interface BudgetSpan {
  readonly start: number
  readonly end: number
  readonly score: number
}

/** The spans of a rollout: each ends at a token whose `budgetReward` is a number. */
export function budgetSpans({ budgetReward, tokenStart }: With<'budgetReward'>, rollout: number): BudgetSpan[] {
  const spans: BudgetSpan[] = []
  let start = tokenStart[rollout]!
  for (let t = start; t < tokenStart[rollout + 1]!; t++) {
    const score = budgetReward[t]!
    if (Number.isNaN(score)) continue
    spans.push({ start, end: t + 1, score })
    start = t + 1
  }
  return spans
}

/** [budgets] a score per budget: a thought that ended early keeps its last one. */
export const budgetScores = (spans: readonly BudgetSpan[], budgets: number): number[] =>
  Array.from({ length: budgets }, (_, s) => (spans[s] ?? spans.at(-1))?.score ?? 0)

export interface BudgetCredit {
  /** Expected reward over this budget and the larger ones. */
  readonly returnToGo: readonly number[]
  /** What the same thought's answers at smaller budgets promise for it. */
  readonly thoughtValue: readonly number[]
  /** What the group gets on average; 0 for a group of one. */
  readonly groupValue: readonly number[]
  readonly baseline: readonly number[]
  /** Return minus baseline: the credit of the thinking between the budget before and this one. */
  readonly advantage: readonly number[]
}

/**
 * One result per row of `scores`, [rows][budgets] the share of right answers at each budget. In a thought's own past each
 * budget weighs `growth` times the one before. Source: sail-sg/AnytimeReasoner brpo.py, compute_cot_advantage (7e3f5bb).
 */
export function budgetCredit(
  scores: readonly (readonly number[])[],
  prior: readonly number[],
  kind: BudgetBaseline,
  growth: number,
): BudgetCredit[] {
  const budgets = prior.map((_, s) => s)
  const left = budgets.map(s => sum(prior.slice(s)))
  const toGo = scores.map(row => budgets.map(s => sum(budgets.slice(s).map(j => prior[j]! * row[j]!))))
  const groupValue = budgets.map(s => (scores.length > 1 ? mean(toGo.map(row => row[s]!)) : 0))
  return scores.map((row, i) => {
    const thoughtValue = budgets.map(s => recentMean(row.slice(0, s), growth) * left[s]!)
    const baseline = budgets.map(s => mixed(kind, s / budgets.length, thoughtValue[s]!, groupValue[s]!))
    const returnToGo = toGo[i]!
    return { returnToGo, thoughtValue, groupValue, baseline, advantage: returnToGo.map((r, s) => r - baseline[s]!) }
  })
}

/** Mean in which each number counts `growth` times as much as the one before it; 0 when there are none. */
function recentMean(values: readonly number[], growth: number): number {
  const weights = values.map((_, j) => growth ** j)
  return values.length === 0 ? 0 : sum(values.map((x, j) => weights[j]! * x)) / sum(weights)
}

function mixed(kind: BudgetBaseline, progress: number, thought: number, group: number): number {
  switch (kind) {
    case 'both':
      return progress * thought + (1 - progress) * group
    case 'thought':
      return thought
    case 'group':
      return group
    case 'none':
      return 0
  }
}
