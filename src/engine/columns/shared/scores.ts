/** What a learned model thinks of whole responses (core/models.ts says how a score is defined). */
import { maskOf } from '../../../core/batch.ts'
import { sum } from '../../../core/math.ts'
import type { Policy, Rows } from '../../../policy/policy.ts'
import { emptyBatch, type Run } from '../../run.ts'
import { turnColumns } from '../../sampling/turns.ts'

/** The model's own temperature: it is never sampled from. */
export const scoreTemperature = 1

/** [T] 1 at the policy's tokens, a hint's included; 0 at the world's. */
export function spokenOf(run: Run, { problems, tokenStart, token }: Rows): Float32Array {
  const group = Int32Array.from(problems, (_, i) => i)
  const batch = { ...emptyBatch, rollouts: problems.length, groups: problems.length, group, tokenStart, token }
  return maskOf({ ...batch, ...turnColumns(run, problems, batch) })
}

/** [T] score of each token; 0 at the world's. */
export async function tokenScoresOf(run: Run, model: Policy, rows: Rows): Promise<Float32Array> {
  const { logp, meanLogp } = await model.score(rows, scoreTemperature)
  return spokenOf(run, rows).map((own, t) => (own === 0 ? 0 : logp[t]! - meanLogp[t]!))
}

/** [rows] scores of responses. */
export async function scoresOf(run: Run, model: Policy, rows: Rows): Promise<Float32Array> {
  const perToken = await tokenScoresOf(run, model, rows)
  return Float32Array.from(rows.problems, (_, i) => sum(perToken.subarray(rows.tokenStart[i], rows.tokenStart[i + 1])))
}
