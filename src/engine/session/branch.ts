/** What would have happened: other continuations of a response from one of its prefixes. */
import { hasEnded } from '../../core/dialogue.ts'
import { purpose } from '../../core/rng.ts'
import { tokensOf } from '../../policy/join.ts'
import type { Branch } from '../../protocol/events.ts'
import { exactOf } from '../columns/shared/exact.ts'
import { problemAt, type Run } from '../run.ts'
import { rollOut } from '../sampling/rollout.ts'

/**
 * Continues `times` responses from the prefix under the present policy. The noise of continuation k depends on the
 * problem, k and the position alone, so two prefixes are compared under the same luck.
 */
export async function branch(run: Run, index: number, prefix: readonly number[], times: number): Promise<Branch> {
  const { task, level } = run
  const problem = problemAt(run, index)
  // Nothing follows a response that has ended.
  const over = hasEnded(task, level, problem, prefix)
  const asks = Array.from({ length: times }, (_, rollout) => ({ problem, rollout, forced: prefix }))
  const sampled = over ? undefined : await rollOut(run, asks, { key: [purpose.branch] })
  const responses = asks.map((_, at) => (sampled ? tokensOf({ sampled, at }) : [...prefix]))
  const exact = await exactOf(run, problem)
  return {
    problem: index,
    prefix,
    continuations: responses.map(tokens => {
      const { reward, correct, note } = task.verify(level, problem, tokens)
      return { tokens, reward, correct, note }
    }),
    exactValue: exact?.value[exact.nodeOf(prefix) ?? -1],
  }
}
