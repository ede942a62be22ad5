/** Pairs of responses to one problem, of which the first is preferred; and what a minibatch never tears apart. */
import type { Batch } from './batch.ts'

/** [pairs] rows of the batch; `weight` multiplies a pair's loss. */
export interface Pairs {
  readonly chosen: Int32Array
  readonly rejected: Int32Array
  readonly weight: Float32Array
}

/** P(response a beats response b), by row; `prefer(a, b) + prefer(b, a) = 1`. It need not be transitive. */
export type Prefer = (a: number, b: number) => number

/** The preference of a world that has no opinion of its own: the larger reward wins, equal ones draw. */
export const preferReward =
  ({ reward }: Pick<Batch, 'reward'>): Prefer =>
  (a, b) =>
    (1 + Math.sign(reward[a]! - reward[b]!)) / 2

/** What a minibatch never cuts: a response, responses that pairs hold together, or all responses to a problem. */
export type Unit = 'rollout' | 'pair' | 'group'

/** Rows as clusters that stay together. Of pairs: all rows that a chain of pairs connects; rows in no pair are left out. */
export function clustersOf(
  unit: Unit,
  rows: readonly number[],
  { group, pairs }: Batch,
): readonly (readonly number[])[] {
  switch (unit) {
    case 'rollout':
      return rows.map(row => [row])
    case 'group':
      return gathered(rows, row => group[row]!)
    case 'pair':
      return pairs ? connected(rows, pairs) : []
  }
}

function connected(rows: readonly number[], { chosen, rejected }: Pairs): readonly (readonly number[])[] {
  const above = new Map<number, number>()
  const top = (row: number): number => {
    const next = above.get(row) ?? row
    return next === row ? row : top(next)
  }
  chosen.forEach((row, k) => {
    const [a, b] = [top(row), top(rejected[k]!)]
    above.set(Math.max(a, b), Math.min(a, b))
    if (!above.has(Math.min(a, b))) above.set(Math.min(a, b), Math.min(a, b))
  })
  return gathered(
    rows.filter(row => above.has(row)),
    top,
  )
}

function gathered(rows: readonly number[], keyOf: (row: number) => number): readonly (readonly number[])[] {
  const clusters = new Map<number, number[]>()
  for (const row of rows) {
    const cluster = clusters.get(keyOf(row))
    if (cluster) cluster.push(row)
    else clusters.set(keyOf(row), [row])
  }
  return [...clusters.values()]
}

/** The pairs of which both responses are among these rows, as places in `rows`. */
export function pairsAmong({ chosen, rejected, weight }: Pairs, rows: readonly number[]): Pairs {
  const place = new Map(rows.map((row, at) => [row, at]))
  const kept = [...chosen.keys()].filter(k => place.has(chosen[k]!) && place.has(rejected[k]!))
  return {
    chosen: Int32Array.from(kept, k => place.get(chosen[k]!)!),
    rejected: Int32Array.from(kept, k => place.get(rejected[k]!)!),
    weight: Float32Array.from(kept, k => weight[k]!),
  }
}
