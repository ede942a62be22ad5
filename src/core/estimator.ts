/** Builders that keep an estimator's file down to its formula. */
import { type Batch, type Explain, groupMembers } from './batch.ts'
import { mean, type Numbers, pick, standardise, std } from './math.ts'
import type { AdvantageResult } from './method.ts'
import { choice } from './params.ts'

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
 * [n] values minus their mean, divided by their deviation (sample unless `ddof` is 0) plus epsilon; over these rows, 0 elsewhere. A lone row
 * is divided by 1. Source: TRL rloo_trainer, normalize_advantages (1.16.0).
 */
export function whitenRows(values: Numbers, rows: readonly number[], epsilon: number, ddof = 1): Float32Array {
  const own = pick(values, rows)
  const centre = mean(own)
  const spread = own.length > 1 ? std(own, ddof) : 1
  const result = new Float32Array(values.length)
  for (const i of rows) result[i] = standardise(values[i]! - centre, spread, epsilon)
  return result
}

/** The same over the rollouts that have a reward. */
export const whitenScored = (reward: Numbers, values: Numbers, epsilon: number, ddof = 1): Float32Array =>
  whitenRows(
    values,
    Array.from(reward, (_, i) => i).filter(i => !Number.isNaN(reward[i]!)),
    epsilon,
    ddof,
  )

/** What an estimator that compares siblings does with a group of one. */
export const loneParam = choice({
  label: 'Group of one',
  options: ['raw', 'zero'],
  default: 'zero',
  verl: 'raw',
  trl: 'zero',
  by: { skyrl: 'raw' },
  meaning: { raw: 'no baseline: the raw reward becomes the advantage', zero: 'nobody to compare with: 0' },
})
