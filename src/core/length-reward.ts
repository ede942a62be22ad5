/** Rewards for being short among siblings. */
import { type Batch, groupMembers, lengths } from './batch.ts'
import { pick } from './math.ts'

/**
 * [n] from 0.5 for the shortest of a group to -0.5 for the longest; wrong responses never earn for being short; 0 where all
 * are equally long. Source: Kimi k1.5 report (arXiv 2501.12599), section 2.3.3.
 */
export function siblingLengthReward(batch: Batch): Float32Array {
  const result = new Float32Array(batch.rollouts)
  const length = lengths(batch)
  const isCorrect = (i: number) => (batch.correct ? batch.correct[i]! > 0 : batch.reward[i]! > 0)
  for (const members of groupMembers(batch)) {
    const own = pick(length, members)
    const [shortest, longest] = [Math.min(...own), Math.max(...own)]
    if (shortest === longest) continue
    for (const i of members) {
      const place = 0.5 - (length[i]! - shortest) / (longest - shortest)
      result[i] = isCorrect(i) ? place : Math.min(0, place)
    }
  }
  return result
}
