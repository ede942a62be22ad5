/** Kinds of rollouts within a group. */
import { type Batch, lengths } from '../batch.ts'

/** [n] number of turns of each rollout; of tokens that the policy generated where nothing is a turn. */
export function strataOf(batch: Batch): Float32Array {
  if (!batch.turns || batch.turns.rollout.length === 0) return lengths(batch)
  const count = new Float32Array(batch.rollouts)
  for (const i of batch.turns.rollout) count[i] = count[i]! + 1
  return count
}
