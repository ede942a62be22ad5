import { responseOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** Tokens at the positions that the task calls decisive. */
export default provider('planning', async ({ task, level }, { batch, problems }) => {
  const { planning } = task
  if (!planning) return undefined
  const marks = Array.from(batch.group, (group, i) => {
    const positions = planning(level, problems[group]!)
    return responseOf(batch, i).map((_, t) => (positions.includes(t) ? 1 : 0))
  })
  return Float32Array.from(marks.flat())
})
