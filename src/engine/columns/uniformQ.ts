import { exactValues } from '../../core/exact.ts'
import { uniformTokens, valuesAfter } from '../../core/formulas/uniform.ts'
import { listingOf, mostListed } from '../../core/world.ts'
import { responseOf } from '../run.ts'
import type { ColumnProvider } from './index.ts'

/** Depends on the world alone, not on the policy that is trained. */
export default {
  column: 'uniformQ',
  provide: async ({ task, level, policy, params }, { batch, problems }) => {
    const over = listingOf({ task, level, policy: policy.spec.kind })
    if (!over || params.topK > 0 || params.topP < 1) return undefined
    const V = policy.vocabSize
    const values = new Float32Array(batch.token.length * V)
    const exact = await Promise.all(
      problems.map(problem => exactValues(task, level, problem, uniformTokens(V), { over, limit: 2 * mostListed })),
    )
    for (let i = 0; i < batch.rollouts; i++) {
      const said = responseOf(batch, i)
      said.forEach((_, t) => {
        const row = valuesAfter(exact[batch.group[i]!]!, said.slice(0, t))
        values.set(row, (batch.tokenStart[i]! + t) * V)
      })
    }
    return values
  },
} satisfies ColumnProvider
