/** Advantages of a few responses that somebody wrote down: no policy, no tokens that mean anything, exact arithmetic. */
import type { Batch } from '../core/batch.ts'
import type { EstimateRow } from '../core/lesson.ts'
import { sum } from '../core/math.ts'
import { type Convention, conventionOf, defaultsOf, type ParamValues } from '../core/params.ts'
import { purpose, stream } from '../core/rng.ts'
import { estimate } from './estimate.ts'
import { type ResolvedMethod, resolveMethod } from './index.ts'

export interface WrittenArm {
  readonly method: string
  readonly convention?: Convention
  readonly params?: ParamValues
}

export function writtenBatch(rows: readonly EstimateRow[]): Batch {
  const names = [...new Set(rows.map(({ group }) => group))]
  const lengths = rows.map(({ length = 1 }) => length)
  const tokenStart = Int32Array.from([0, ...lengths.map((_, i) => sum(lengths.slice(0, i + 1)))])
  return {
    rollouts: rows.length,
    groups: names.length,
    group: Int32Array.from(rows, ({ group }) => names.indexOf(group)),
    reward: Float32Array.from(rows, ({ reward }) => reward),
    tokenStart,
    token: new Int32Array(tokenStart[rows.length] ?? 0),
  }
}

/**
 * [n] advantages under a method, which must be one that computes (methods/whole.ts on the page); fails where it needs more
 * than rewards and lengths.
 */
export function advantagesOf(
  rows: readonly EstimateRow[],
  { method: id, convention, params = {} }: WrittenArm,
  method: ResolvedMethod = resolveMethod(id),
): Float32Array {
  const habits = convention ? conventionOf(method.specs, convention) : {}
  const values = { ...defaultsOf(method.specs), ...habits, ...params }
  const context = { iteration: 1, iterations: 2, draw: stream(0, purpose.method, 1) }
  return estimate(method, values, writtenBatch(rows), context).batch.advantage
}
