import { exactValues } from '../../core/exact.ts'
import { uniformTokens, valuesAfter } from '../../core/formulas/uniform.ts'
import { listingOf, mostListed } from '../../core/world.ts'
import { responseOf, worldOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** Depends on the world alone, not on the policy that is trained. */
export default provider('uniformQ', async (run, { batch, problems }) => {
  const { task, level, policy } = run
  const over = listingOf(worldOf(run))
  if (!over) return undefined
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
})
