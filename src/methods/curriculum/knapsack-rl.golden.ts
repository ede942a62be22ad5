/** liziniu/KnapsackRL sampling_budget_by_knapsack, update_sample_state (ca5d5f5); the optima are derived. */

import {
  context,
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { type BudgetRules, groupValue, type Seen, signalChance, successRate } from './knapsack-rl.math.ts'

const totalValue = (rates: readonly number[], sizes: readonly number[]) =>
  rates.reduce((total, rate, i) => total + groupValue(rate, sizes[i]!), 0)

/** What the method gives each problem. */
function allotted({ inputs, params }: GoldenCase, firstExtra: BudgetRules['first']): readonly number[] {
  const rates = vector(inputs.success_rate)
  const values = settings('knapsack-rl', 'none', {
    leastRollouts: number(params.min_n),
    mostRollouts: number(params.max_n ?? params.B),
    unsolvedRollouts: number(params.negative_n ?? 0),
    solvedRollouts: number(params.positive_n ?? 0),
    enoughConfidence: number(params.alpha ?? 0.9),
    enoughBy: meaning(params.cost_estimation ?? 'probability', {
      probability: 'confidence',
      expectation: 'expectation',
    }),
    // The optima share everything out; the released procedure keeps some for what was never solved.
    spillTo: flag(params.allow_fallback ?? params.B === undefined) ? 'unsolved and untried' : 'nobody',
    firstExtra,
  })
  const state = Object.fromEntries(rates.map((rate, i) => [i, { past: [], rate }]))
  const { sizes } = resolveMethod('knapsack-rl').curriculum!.part
  return sizes!([...rates.keys()], usualOf(rates, params), values, { ...context, state })
}

/** Rollouts per problem if all were alike. */
function usualOf(rates: readonly number[], params: GoldenCase['params']): number {
  const total = params.total_budget ?? params.B
  if (total === undefined) return number(params.n)
  if (params.n !== undefined) fixed('total_budget', total, number(params.n) * rates.length)
  return number(total) / rates.length
}

/** Share of what was left after everybody’s least that went to problems which are sometimes solved. */
function effectiveShare(rates: readonly number[], sizes: readonly number[], { params }: GoldenCase): number {
  const least = rates.map(rate => {
    if (Number.isNaN(rate)) return usualOf(rates, params)
    if (rate === 0) return number(params.negative_n ?? params.min_n)
    return number(rate === 1 ? (params.positive_n ?? params.min_n) : params.min_n)
  })
  const over = sizes.map((size, i) => size - least[i]!)
  const open = over.filter((_, i) => rates[i]! > 0 && rates[i]! < 1)
  const add = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return open.length === 0 ? 1 : add(open) / add(over)
}

const budget: GoldenFamily = {
  file: 'objective/knapsack-budget',
  notCompared: {
    greedy_budget: 'marginal greedy is how ours finds the optimum: compared as optimal_budget',
    greedy_value: 'the same',
  },
  run: c => {
    const rates = vector(c.inputs.success_rate)
    const [sizes, best] = [allotted(c, 'whole'), allotted(c, 'added')]
    const share = effectiveShare(rates, sizes, c)
    const usual = usualOf(rates, c.params)
    return {
      budget: sizes,
      info: { fallback: share < 1, fallback_effective_ratio: share },
      value: rates.map((rate, i) => (Number.isNaN(rate) ? 0 : groupValue(rate, sizes[i]!))),
      effective_gradient_prob: rates.map((rate, i) => signalChance(rate, sizes[i]!)),
      optimal_budget: best,
      optimal_value: totalValue(rates, best),
      uniform_value: totalValue(
        rates,
        rates.map(() => usual),
      ),
      official_dp_budget_value: totalValue(rates, sizes),
    }
  },
}

const rates: GoldenFamily = {
  file: 'objective/knapsack-success-rate-buffer',
  ignored: {
    epoch_estimation: 'moves a rate only where more outcomes are new than are remembered: not in these cases',
  },
  run: ({ inputs, params }) => {
    const robust = params.robust === undefined || flag(params.robust)
    const from = flag(params.epoch_estimation) ? (robust ? 'newest if enough' : 'newest') : 'latest'
    let seen: Seen | undefined
    const estimate = matrix(inputs.reward_batches).map(newest => {
      seen = successRate(seen, newest, number(params.reward_buffer_length), from)
      return seen.rate
    })
    return { estimate }
  },
}

export default [budget, rates] satisfies readonly GoldenFamily[]
