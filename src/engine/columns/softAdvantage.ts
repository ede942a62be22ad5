import { softAdvantages } from '../../core/formulas/soft.ts'
import { responseOf } from '../run.ts'
import { exactOfReference } from './shared/exact.ts'
import { provider } from './shared/provider.ts'

/** Soft Q minus soft V at the price of KL that the method sets, or 0.1. */
export default provider('softAdvantage', async (run, { batch, problems }, { dpoBeta }) => {
  const values = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    const exact = await exactOfReference(run, problems[batch.group[i]!]!)
    if (!exact) return undefined
    values.set(softAdvantages(exact, dpoBeta, responseOf(batch, i)), batch.tokenStart[i])
  }
  return values
})
