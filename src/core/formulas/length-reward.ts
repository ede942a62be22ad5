/** Rewards for being short among siblings, and prices for being too long. */
import { type Batch, groupMembers, lengths } from '../batch.ts'
import { clamp, pick } from '../math.ts'
import { number } from '../params.ts'

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

/** How much of the limit the price grows over, and what it comes to. */
export const softZoneParam = number({
  label: 'Soft zone, share of limit',
  default: 0.2,
  paper: 0.2,
  min: 0.01,
  max: 1,
  note: 'The price grows linearly over this last stretch before the limit.',
})
export const softPriceParam = number({
  label: 'Price at the limit',
  default: 1,
  paper: 1,
  verl: 1,
  min: 0,
  max: 10,
  note: 'Taken off the reward at the limit and beyond.',
})

/**
 * [n] 0 up to the soft zone, `-price` from the limit on, linear between. `limit` is in tokens, `zone` a share of it.
 * Source: DAPO (arXiv 2503.14476), equation 13.
 */
export const overlongPenalty = (batch: Batch, limit: number, zone: number, price: number): Float32Array =>
  lengths(batch).map(length => -price * clamp((length - limit * (1 - zone)) / (limit * zone), 0, 1) + 0)
