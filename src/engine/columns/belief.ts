import { responseOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** What the task says one may believe before each turn. */
export default provider('belief', async ({ task, level }, { batch, problems }) => {
  const { belief } = task
  const { turns } = batch
  if (!belief || !turns) return undefined
  return Float32Array.from(turns.rollout, (i, turn) => {
    const heard = responseOf(batch, i).slice(0, turns.start[turn]! - batch.tokenStart[i]!)
    return belief(level, problems[batch.group[i]!]!, heard)
  })
})
