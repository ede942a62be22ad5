import { entropy, sum } from '../../core/math.ts'
import { nextLogps } from './shared/next-tokens.ts'
import { provider } from './shared/provider.ts'

/** Sum of p^2 (H + log p) over the next token, under the policy at the start of the update. */
export default provider('expectedS', async (run, frame) => {
  const logps = await nextLogps(run, frame)
  const V = run.policy.vocabSize
  return Float32Array.from(frame.batch.token, (_, t) => {
    const row = logps.subarray(t * V, (t + 1) * V)
    const uncertainty = entropy(row.map(Math.exp))
    return sum(row.map(logp => Math.exp(2 * logp) * (uncertainty + logp)))
  })
})
