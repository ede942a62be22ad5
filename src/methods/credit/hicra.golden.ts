/** Derived: A + alpha |A| on planning tokens; entropy of gram counts; grams that most solutions share. */

import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  type GoldenFamily,
  list,
  matrix,
  number,
  padded,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { documentFrequency, entropyOfCounts, mostFrequent, occurrences } from './hicra.math.ts'

const credit: GoldenFamily = {
  file: 'credit/hicra',
  run: ({ inputs, params }) => {
    if (inputs.gram_counts !== undefined) return { semantic_entropy: entropyOfCounts(vector(inputs.gram_counts)) }
    if (inputs.grams !== undefined) return { mask: occurrences(vector(inputs.tokens), matrix(inputs.grams)) }
    if (inputs.solutions !== undefined) {
      const cdf = documentFrequency(list(inputs.solutions).map(grams => list(grams).map(text)))
      return { cdf: Object.fromEntries(cdf), kept: mostFrequent(cdf, number(params.keep)) }
    }
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
