/** Rewards in several parts: ours go by their names, those of the trainers by a list. */
import { fail } from '../../core/fail.ts'
import type { ParamValues } from '../../core/params.ts'

/** The columns of a table [n][parts] under names whose order is that of the columns. */
export const namedParts = (table: readonly (readonly number[])[]): Record<string, Float32Array> =>
  Object.fromEntries((table[0] ?? []).map((_, f) => [`part ${f}`, Float32Array.from(table, row => row[f]!)]))

/** A table [n][parts] from a list per part. */
export const tableOf = (parts: readonly (readonly number[])[]): number[][] =>
  (parts[0] ?? []).map((_, i) => parts.map(values => values[i]!))

/** A weight per part; at most four, for further parts share theirs. */
export function partWeights(weights: readonly number[]): ParamValues {
  const names = ['firstWeight', 'otherWeight', 'thirdWeight', 'furtherWeight']
  if (weights.length > names.length)
    fail('golden', 'at most four parts', `${weights.length}`, 'Further parts share one weight here.')
  return Object.fromEntries(weights.map((weight, f) => [names[f]!, weight]))
}
