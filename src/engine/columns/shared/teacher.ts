/** What DPO would end at on these rewards with all pairs in the world: the best policy at its price of KL. */
import { type Soft, softValues } from '../../../core/formulas/soft.ts'
import { type Frame, type Run, responseOf } from '../../run.ts'
import { exactOfReference } from './exact.ts'

/** Stands for -Infinity where a token is impossible: products with 0 stay 0. */
const least = -1e4

/** [T * V] its next-token log-probabilities before each token; `sign` -1 is trained on the opposite preferences. */
export async function teacherLogits(
  run: Run,
  { batch, problems }: Frame,
  beta: number,
  sign: 1 | -1,
): Promise<Float32Array | undefined> {
  const V = run.policy.vocabSize
  const logits = new Float32Array(batch.token.length * V).fill(least)
  const known = new Map<number, Soft>()
  for (let i = 0; i < batch.rollouts; i++) {
    const problem = problems[batch.group[i]!]!
    const exact = await exactOfReference(run, problem)
    if (!exact) return undefined
    const soft = known.get(problem.index) ?? softValues(exact, beta, sign)
    known.set(problem.index, soft)
    const said = responseOf(batch, i)
    said.forEach((_, t) => {
      const node = exact.nodeOf(said.slice(0, t))
      if (node === undefined) return
      const row = soft.logp.subarray(node * V, (node + 1) * V)
      logits.set(
        row.map(logp => Math.max(logp, least)),
        (batch.tokenStart[i]! + t) * V,
      )
    })
  }
  return logits
}
