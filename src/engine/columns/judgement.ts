import { responseOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** What the task's fallible judge says of each response. */
export default provider('judgement', async ({ task, level }, { batch, problems }) => {
  const { judge } = task
  return judge && Float32Array.from(batch.group, (g, i) => judge(level, problems[g]!, responseOf(batch, i)))
})
