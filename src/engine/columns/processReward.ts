import { responseOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** What the task's judge says of each step, at the step's last token. */
export default provider('processReward', async ({ task, level }, { batch, problems }) => {
  const { judgeSteps } = task
  if (!judgeSteps) return undefined
  const values = Array.from(batch.group, (group, i) => judgeSteps(level, problems[group]!, responseOf(batch, i)))
  return Float32Array.from(values.flat())
})
