import { provider } from './shared/provider.ts'
import { teacherLogits } from './shared/teacher.ts'

/** Log-probabilities of the tokens under the best policy at its price of KL to the reference. */
export default provider('oracleLogp', async (run, frame, { oraclePrice }) => {
  const logps = await teacherLogits(run, frame, oraclePrice, 1)
  return logps && Float32Array.from(frame.batch.token, (token, t) => logps[t * run.policy.vocabSize + token]!)
})
