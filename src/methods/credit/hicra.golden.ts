/** Derived: A + alpha |A| on planning tokens; entropy of gram counts. */

import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, matrix, number, padded, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { entropyOfCounts } from './hicra.math.ts'

const credit: GoldenFamily = {
  file: 'credit/hicra',
  notRun: ({ inputs }) =>
    inputs.grams !== undefined || inputs.solutions !== undefined
      ? 'finding strategic n-grams in natural language: here the world marks its planning tokens'
      : undefined,
  run: ({ inputs, params }) => {
    if (inputs.gram_counts !== undefined) return { semantic_entropy: entropyOfCounts(vector(inputs.gram_counts)) }
    const advantage = matrix(inputs.advantage)
    const mask = advantage.map(row => row.map(() => 1))
    // Every row is a group of its own whose raw reward is its advantage.
    const given = { mask, group: mask.map((_, i) => i), reward: advantage.map(row => row[0]!) }
    const batch = batchOf({ ...given, columns: { planning: matrix(inputs.planning_mask) } })
    const values = settings('hicra', 'none', { planningBoost: number(params.alpha), lone: 'raw', epsilon: 0 })
    const got = estimate(resolveMethod('hicra'), values, batch, context)
    return { advantage: padded(batch, got.batch.credit, mask[0]!.length) }
  },
}

export default [credit] satisfies readonly GoldenFamily[]
