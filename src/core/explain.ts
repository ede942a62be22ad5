/** Builders that keep an estimator's file down to its formula. */
import { type Batch, type Explain, groupMembers } from './batch.ts'
import type { AdvantageResult } from './method.ts'

/**
 * Runs an estimator group by group. `explained` names diagnostics; the estimator writes them, and `advantage`, at the
 * members' indices. Everything starts at 0.
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
  for (const members of groupMembers(batch)) estimate(members, out)
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
