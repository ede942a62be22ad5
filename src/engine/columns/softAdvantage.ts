import { softAdvantages } from '../../core/formulas/soft.ts'
import { responseOf } from '../run.ts'
import type { ColumnProvider } from './index.ts'
import { exactOfReference } from './shared/exact.ts'

/** Soft Q minus soft V at the price of KL that the method sets, or 0.1. */
export default {
  column: 'softAdvantage',
  provide: async (run, { batch, problems }) => {
    const beta = Number(run.params.dpoBeta ?? 0.1)
    if (run.params.topK > 0 || run.params.topP < 1) return undefined
    const values = new Float32Array(batch.token.length)
    for (let i = 0; i < batch.rollouts; i++) {
      const exact = await exactOfReference(run, problems[batch.group[i]!]!)
      if (!exact) return undefined
      values.set(softAdvantages(exact, beta, responseOf(batch, i)), batch.tokenStart[i])
    }
    return values
  },
} satisfies ColumnProvider
