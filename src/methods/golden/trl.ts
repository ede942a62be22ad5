/** How TRL lays out rewards: a column per reward function, groups as neighbours. */
import { type GoldenCase, matrix, number, vector } from './harness.ts'

/** Weighted sum over reward functions; null where none applied. The estimators begin with one reward per rollout. */
export function weightedRewards({ inputs, params }: GoldenCase): number[] {
  const table = matrix(inputs.rewards_per_func)
  const weights = params.reward_weights === undefined ? (table[0] ?? []).map(() => 1) : vector(params.reward_weights)
  return table.map(row => {
    const terms = row.flatMap((value, f) => (Number.isNaN(value) ? [] : [value * weights[f]!]))
    return terms.length === 0 ? Number.NaN : terms.reduce((total, term) => total + term, 0)
  })
}

export const consecutiveGroups = ({ params }: GoldenCase, rows: number): number[] =>
  Array.from({ length: rows }, (_, i) => Math.floor(i / number(params.num_generations)))
