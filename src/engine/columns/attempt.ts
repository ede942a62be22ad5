import { responseOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** Where answers end, and whether they are right. */
export default provider('attempt', async ({ task, level }, { batch, problems }) => {
  const { attempts } = task
  if (!attempts) return undefined
  const values = Array.from(batch.group, (group, i) => attempts(level, problems[group]!, responseOf(batch, i)))
  return Float32Array.from(values.flat())
})
