/** Pairs out of the responses to one problem. */
import { type Batch, groupMembers } from '../batch.ts'
import type { Pairs, Prefer } from '../pairs.ts'
import { scoredRows } from '../scored.ts'

/** Rows of each group that something could score. */
export function scoredMembers(batch: Batch): number[][] {
  const scored = new Set(scoredRows(batch))
  return groupMembers(batch).map(members => members.filter(i => scored.has(i)))
}

/** [n] chance to beat a sibling drawn at random; NaN where there is none or nothing was scored. */
export function winRates(batch: Batch, prefer: Prefer): Float32Array {
  const result = new Float32Array(batch.rollouts).fill(Number.NaN)
  for (const own of scoredMembers(batch)) {
    if (own.length < 2) continue
    for (const i of own) {
      result[i] = own.reduce((sum, j) => sum + (i === j ? 0 : prefer(i, j)), 0) / (own.length - 1)
    }
  }
  return result
}

/** A pair of rows; `weight` is 1 when omitted. */
export interface Found {
  readonly chosen: number
  readonly rejected: number
  readonly weight?: number
}

export const toPairs = (found: readonly Found[]): Pairs => ({
  chosen: Int32Array.from(found, ({ chosen }) => chosen),
  rejected: Int32Array.from(found, ({ rejected }) => rejected),
  weight: Float32Array.from(found, ({ weight = 1 }) => weight),
})

/**
 * A label that is right with this chance: the pair as it is and the other way round, so that the mean over both is the
 * loss under a smoothed label.
 */
export const unsure = ({ chosen, rejected }: Found, right: number): Found[] => [
  { chosen, rejected, weight: 2 * right },
  { chosen: rejected, rejected: chosen, weight: 2 * (1 - right) },
]

/** Row of the largest and of the smallest value; ties: the earlier. */
export const bestOf = (rows: readonly number[], value: Float32Array): number =>
  rows.reduce((top, i) => (value[i]! > value[top]! ? i : top))
export const worstOf = (rows: readonly number[], value: Float32Array): number =>
  rows.reduce((low, i) => (value[i]! < value[low]! ? i : low))

/** Of each group the best and the worst by this value (NaN: not told); none where all are alike. */
export const extremesOf = (batch: Batch, value: Float32Array): Found[] =>
  groupMembers(batch).flatMap(members => {
    const own = members.filter(i => !Number.isNaN(value[i]!))
    if (own.length === 0) return []
    const [chosen, rejected] = [bestOf(own, value), worstOf(own, value)]
    return value[chosen]! > value[rejected]! ? [{ chosen, rejected }] : []
  })

/** Of each group the response that wins most and the one that wins least; none where all win alike. Ties: the earlier. */
export const extremes = (batch: Batch, rate: Float32Array): Pairs => toPairs(extremesOf(batch, rate))
