/** Derived cases of the task's world: what a group of chains pays, and where GRPO moves the decisions. */
import chain from '../../tasks/combination-chain.ts'
import { estimateOf, type GoldenFamily, matrix, number, settings, vector } from './harness.ts'

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const level = chain.levels[0]!

const family: GoldenFamily = {
  file: 'data/env-combination-chain',
  run: ({ inputs, params }) => {
    const [k, given, rate] = [number(params.k), number(params.forced_prefix), number(params.lr)]
    const [theta, actions] = [vector(inputs.theta), matrix(inputs.actions)]
    const asked = Array.from({ length: level.pool }, (_, index) => chain.problem(level, 0, index))
    const problem = asked.find(({ data }) => data.wanted === k)!
    const reward = actions.map(row => chain.verify(level, problem, [...row.slice(0, k), chain.end!]).reward)
    const mask = actions.map(row => row.map((_, t) => (t >= given && t < k ? 1 : 0)))
    const { advantage, credit } = estimateOf('grpo', settings('grpo', 'none', {}), { mask, reward })
    // Credit times the slope of the log-probability of a Bernoulli decision.
    const slope = theta.map((x, j) =>
      actions.reduce((total, row, i) => total + (credit[i]?.[j] ?? 0) * ((row[j] ?? 0) - sigmoid(x)), 0),
    )
    return {
      pass_probability: theta.slice(0, k).reduce((p, x) => p * sigmoid(x), 1),
      rewards: reward,
      advantages: advantage,
      gradient_sum: slope,
      theta_next: theta.map((x, j) => x + rate * slope[j]!),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
