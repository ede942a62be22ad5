/** A reward of several aims: their weighted sum. */
import { sum } from '../../core/math.ts'

export const weighted = (aims: readonly number[], weights: readonly number[]): number =>
  sum(aims.map((aim, k) => weights[k]! * aim))
