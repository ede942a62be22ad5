/** What curricula have in common: problems by source, candidates, the nearest to a target, and what a batch measured. */
import { type Batch, groupMembers } from '../batch.ts'
import { clamp, pick, sum } from '../math.ts'
import type { Choice, Pool } from '../parts.ts'
import { type Draw, shuffled } from '../rng.ts'

/** Problems of each source that has any. */
export function problemsBySource(pool: Pool): ReadonlyMap<number, readonly number[]> {
  const of = new Map<number, number[]>()
  for (let problem = 0; problem < pool.size; problem++) {
    const source = pool.sourceOf(problem)
    of.set(source, [...(of.get(source) ?? []), problem])
  }
  return of
}

/** Different problems of the pool, drawn uniformly: as many as wanted, or all. */
export const candidates = (pool: Pool, wanted: number, draw: Draw): number[] =>
  shuffled([...Array(pool.size).keys()], draw).slice(0, wanted)

/** Places of the values that are nearest to the target, nearest first; of equals the earlier. */
export const nearest = (values: readonly number[], count: number, target: number): number[] =>
  [...values.keys()]
    .sort((a, b) => Math.abs(values[a]! - target) - Math.abs(values[b]! - target))
    .slice(0, Math.max(0, count))

/** A choice of this many problems; where fewer are at hand they are asked again, in turn. */
export const choicesOf = (problems: readonly number[], count: number): readonly Choice[] =>
  Array.from({ length: count }, (_, i) => ({ problem: problems[i % problems.length]! }))

export interface Measured {
  readonly tried: number
  readonly solved: number
}

/** Rollouts of each problem in the batch and how many were right: by the verifier, else by the reward, held to 0 .. 1. */
export function measuredBy(batch: Batch, problems: readonly number[]): ReadonlyMap<number, Measured> {
  const score = batch.correct ?? batch.reward.map(r => clamp(r, 0, 1))
  const of = new Map<number, Measured>()
  groupMembers(batch).forEach((members, g) => {
    const { tried, solved } = of.get(problems[g]!) ?? { tried: 0, solved: 0 }
    of.set(problems[g]!, { tried: tried + members.length, solved: solved + sum(pick(score, members)) })
  })
  return of
}
