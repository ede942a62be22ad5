/** liziniu/KnapsackRL sampling_budget_by_knapsack, update_sample_state (ca5d5f5); the optima are derived. */

import {
  context,
  flag,
  type GoldenCase,
  type GoldenFamily,
  idle,
  matrix,
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
  const filled = flag(params.allow_fallback ?? params.B === undefined)
  const alpha = number(params.alpha ?? 0.9)
  const values = settings('knapsack-rl', 'none', {
    leastRollouts: number(params.min_n),
    mostRollouts: number(params.max_n ?? params.B),
    // Certainty takes any number, so that it leaves nothing over for the unsolved.
    enoughConfidence: filled ? alpha : 1,
    firstExtra,
  })
  const usual = params.n === undefined ? number(params.B) / rates.length : number(params.n)
  const state = Object.fromEntries(rates.map((rate, i) => [i, { past: [], rate }]))
  const { sizes } = resolveMethod('knapsack-rl').curriculum!.part
  return sizes!([...rates.keys()], usual, values, { ...context, state })
}

/** Share of what was left after everybody’s least that went to problems which are sometimes solved. */
function effectiveShare(rates: readonly number[], sizes: readonly number[], { params }: GoldenCase): number {
  const over = sizes.map((size, i) => (Number.isNaN(rates[i]!) ? 0 : size - number(params.min_n)))
  const open = over.filter((_, i) => rates[i]! > 0 && rates[i]! < 1)
  const add = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return open.length === 0 ? 1 : add(open) / add(over)
}

const budget: GoldenFamily = {
  file: 'objective/knapsack-budget',
  run: c => {
    const rates = vector(c.inputs.success_rate)
    const [sizes, best] = [allotted(c, 'whole'), allotted(c, 'added')]
    const share = effectiveShare(rates, sizes, c)
    const usual = number(c.params.n ?? number(c.params.B) / rates.length)
    return {
      budget: sizes,
      info: { fallback: share < 1, fallback_effective_ratio: share },
      value: rates.map((rate, i) => (Number.isNaN(rate) ? 0 : groupValue(rate, sizes[i]!))),
      effective_gradient_prob: rates.map((rate, i) => signalChance(rate, sizes[i]!)),
      optimal_budget: best,
      optimal_value: totalValue(rates, best),
      greedy_budget: best,
      greedy_value: totalValue(rates, best),
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
  run: ({ inputs, params }) => {
    idle(params.epoch_estimation, params.robust)
    let seen: Seen | undefined
    const estimate = matrix(inputs.reward_batches).map(newest => {
      seen = successRate(seen, newest, number(params.reward_buffer_length))
      return seen.rate
    })
    return { estimate }
  },
}

export default [budget, rates] satisfies readonly GoldenFamily[]
