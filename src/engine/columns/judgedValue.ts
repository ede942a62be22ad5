import { responseOf } from '../run.ts'
import { judgesOf } from '../sampling/judge.ts'
import { provider } from './shared/provider.ts'

/** What the judge that errs says after each token. */
export default provider('judgedValue', async (run, frame) => {
  const { batch, problems } = frame
  const judges = await judgesOf(run, frame)
  if (!judges) return undefined
  const values = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    const response = responseOf(batch, i)
    const judge = judges(problems[batch.group[i]!]!)
    response.forEach((_, t) => {
      values[batch.tokenStart[i]! + t] = judge(response.slice(0, t + 1))
    })
  }
  return values
})
