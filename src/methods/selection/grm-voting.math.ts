/** Votes of several judgements that each score a whole group in whole numbers. */
import type { Numbers } from '../../core/math.ts'
import { clamp } from '../../core/math.ts'

/** The marks that a judgement may give. */
export const marks = { least: 1, most: 10 } as const

/** A whole mark from 1 to 10 for an opinion in (0, 1). */
export const markOf = (opinion: number): number =>
  clamp(Math.round(marks.least + (marks.most - marks.least) * opinion), marks.least, marks.most)

export interface Voted {
  /** Judgements that count, in their order. */
  readonly kept: readonly number[]
  /** [n] */
  readonly totals: readonly number[]
  /** Responses of the largest total. */
  readonly best: readonly number[]
}

/** `scores` [k][n]; of the k judgements the `keep` that `trust` [k] is largest for count, of equals the earlier. */
export function voted(scores: readonly Numbers[], trust: Numbers, keep: number): Voted {
  const kept = scores
    .map((_, j) => j)
    .sort((a, b) => trust[b]! - trust[a]! || a - b)
    .slice(0, keep)
    .sort((a, b) => a - b)
  const totals = Array.from(scores[0] ?? [], (_, i) => kept.reduce((total, j) => total + scores[j]![i]!, 0))
  const most = Math.max(...totals)
  return { kept, totals, best: totals.flatMap((total, i) => (total === most ? [i] : [])) }
}
