/** An optional behaviour, such as a tool or longer thinking, and whether it pays. */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { strataOf } from '../../core/formulas/strata.ts'
import { mean, median, pick } from '../../core/math.ts'

export interface Aid {
  /** [n] 1 = used it. */
  readonly used: Float32Array
  /** [n] what it gains in accuracy, for the rollout's group. */
  readonly gain: Float32Array
}

/**
 * The columns `aided` and `aidGain` where they are recorded. Otherwise the behaviour is to go on longer than the group's
 * median, in turns or tokens, and its gain is estimated from the group itself; 0 where all behave alike.
 */
export function aidOf(batch: Batch): Aid {
  const strata = strataOf(batch)
  const used = new Float32Array(batch.rollouts)
  const gain = new Float32Array(batch.rollouts)
  const score = batch.correct ?? batch.reward
  groupMembers(batch).forEach((members, group) => {
    const middle = median(pick(strata, members))
    for (const i of members) used[i] = batch.aided ? batch.aided[i]! : strata[i]! > middle ? 1 : 0
    const sides = [1, 0].map(side => members.filter(i => used[i] === side && !Number.isNaN(score[i]!)))
    const [withIt = 0, without = 0] = sides.map(side => mean(pick(score, side)))
    const estimated = sides.every(side => side.length > 0) ? withIt - without : 0
    for (const i of members) gain[i] = batch.aidGain?.[group] ?? estimated
  })
  return { used, gain }
}
