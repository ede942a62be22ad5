/** Builders that keep an estimator's file down to its formula. */
import { type Batch, type Explain, groupMembers } from './batch.ts'
import { mean, type Numbers, pick, standardise, std } from './math.ts'
import type { AdvantageResult } from './method.ts'
import { choice, number } from './params.ts'

/**
 * Runs an estimator group by group. `explained` names diagnostics; the estimator writes them, and `advantage`, at the
 * members' indices. Everything starts at 0, and stays so for rollouts without a reward (NaN): no group lists them.
 */
export function perGroup<const E extends string = never>(
  batch: Batch,
  explained: readonly E[],
  estimate: (members: readonly number[], out: Record<E | 'advantage', Float32Array>) => void,
): AdvantageResult {
  const names: readonly (E | 'advantage')[] = ['advantage', ...explained]
  const out = Object.fromEntries(names.map(name => [name, new Float32Array(batch.rollouts)])) as Record<
    E | 'advantage',
    Float32Array
  >
  for (const members of groupMembers(batch)) {
    const scored = members.filter(i => !Number.isNaN(batch.reward[i]!))
    if (scored.length > 0) estimate(scored, out)
  }
  return { advantage: out.advantage, explain: rolloutColumns(explained, out) }
}

/** Explain columns of one value per rollout. */
export const rolloutColumns = <E extends string>(names: readonly E[], values: Record<E, Float32Array>): Explain =>
  Object.fromEntries(names.map(name => [name, { extent: 'rollout' as const, values: values[name] }]))

/** Explain columns of one value per token. */
export const tokenColumns = (values: Record<string, Float32Array>): Explain =>
  Object.fromEntries(
    Object.entries(values).map(([name, column]) => [name, { extent: 'token' as const, values: column }]),
  )

/**
 * [n] values minus their mean, divided by their sample deviation plus epsilon; over the rollouts that have a reward, 0
 * elsewhere. Source: TRL rloo_trainer, normalize_advantages (f2cd577).
 */
export function whitenScored(reward: Numbers, values: Float32Array, epsilon: number): Float32Array {
  const scored = pick(
    values,
    [...values.keys()].filter(i => !Number.isNaN(reward[i]!)),
  )
  const centre = mean(scored)
  const spread = scored.length > 1 ? std(scored, 1) : 1
  return values.map((value, i) => (Number.isNaN(reward[i]!) ? 0 : standardise(value - centre, spread, epsilon)))
}

/** Of whom the deviation is that an estimator divides by, and how small it may be. */
export const spreadParams = {
  spreadOver: choice({
    label: 'Deviation over',
    options: ['all', 'others'],
    default: 'all',
    meaning: { all: 'the whole group', others: 'its siblings: itself left out, as in a leave-one-out baseline' },
  }),
  stdFloor: number({
    label: 'Smallest deviation',
    default: 0,
    min: 0,
    max: 1,
    note: 'Less counts as this; siblings that agree have none.',
    aside: true,
  }),
}

/** The deviation for each member of a group, in the members' order. A lone sibling has none: 0. */
export function spreadsOf(
  reward: Numbers,
  members: readonly number[],
  ddof: number,
  { spreadOver, stdFloor }: { readonly spreadOver: 'all' | 'others'; readonly stdFloor: number },
): number[] {
  const over = (rows: readonly number[]) => Math.max(rows.length > 1 ? std(pick(reward, rows), ddof) : 0, stdFloor)
  if (spreadOver === 'others') return members.map(i => over(members.filter(j => j !== i)))
  return new Array<number>(members.length).fill(over(members))
}

/** What an estimator that compares siblings does with a group of one. */
export const loneParam = choice({
  label: 'Group of one',
  options: ['raw', 'zero'],
  default: 'zero',
  verl: 'raw',
  trl: 'zero',
  meaning: { raw: 'no baseline: the raw reward becomes the advantage', zero: 'nobody to compare with: 0' },
})
