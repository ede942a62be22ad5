/** Groups that speak against themselves: no rule need meet them, for the rewards or rows that made them are not all there. */
import type { Suspects } from './candidate.ts'
import { usualSize } from './groupings.ts'
import type { Observed } from './observed.ts'

/** A reward that is not there, and an advantage that was made with it. */
export const lostReward = ({ reward, logged }: Observed, i: number): boolean =>
  !Number.isFinite(reward[i]!) && Number.isFinite(logged[i]!) && logged[i] !== 0

export function suspectsIn(observed: Observed): Suspects {
  const { members, sample } = observed
  const sizeOf = (rows: readonly number[]) => (sample ? new Set(rows.map(i => sample[i])).size : rows.length)
  const usual = usualSize(members.map(sizeOf))
  return new Set(
    members.filter(rows => (usual > 0 && sizeOf(rows) !== usual) || rows.some(i => lostReward(observed, i))),
  )
}
