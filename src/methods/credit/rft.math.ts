/** Which responses rejection fine-tuning learns from. */
import { type Batch, groupMembers } from '../../core/batch.ts'

export type Kept = 'above' | 'best'

/** [n] 1 for those above the threshold, or for the first of the best of each group when it is above. */
export function keptResponses(batch: Batch, kept: Kept, threshold: number): Float32Array {
  const { reward } = batch
  const above = reward.map(r => (r > threshold ? 1 : 0))
  if (kept === 'above') return above
  const first = new Float32Array(batch.rollouts)
  for (const members of groupMembers(batch)) {
    const best = members.reduce((a, b) => (reward[b]! > reward[a]! ? b : a))
    first[best] = above[best]!
  }
  return first
}
