/** What a policy thinks of the task's own answer, told after given thoughts. */
import { type AnswerScore, answerScore } from '../../../core/formulas/answer-score.ts'
import type { Problem } from '../../../core/task.ts'
import type { Policy } from '../../../policy/policy.ts'
import type { Run } from '../../run.ts'

interface Thoughts {
  readonly problem: Problem
  /** Tokens before the answer; undefined where none was given. */
  readonly thought: readonly number[] | undefined
}

/** The tokens of the right answer: how the task's own response ends, however it gets there. */
function answerOf({ task, level }: Run, problem: Problem): readonly number[] {
  const whole = task.reference(level, problem, () => 0.5)
  return whole.slice(task.answerFrom?.(whole) ?? whole.length)
}

/** [asked] score of the right answer after each; 0 without thoughts to follow, and where both are longer than a response. */
export async function answerScoresOf(
  run: Run,
  policy: Pick<Policy, 'score'>,
  asked: readonly Thoughts[],
  kind: AnswerScore,
): Promise<Float32Array> {
  const told = asked.map(({ problem, thought }) => {
    const answer = thought ? answerOf(run, problem) : []
    const fits = thought !== undefined && thought.length + answer.length <= run.level.maxResponse
    return fits ? { problem, thought, answer } : undefined
  })
  const rows = told.flatMap(one => (one ? [one] : []))
  if (rows.length === 0) return new Float32Array(asked.length)
  const starts = [0]
  for (const { thought, answer } of rows) starts.push(starts.at(-1)! + thought.length + answer.length)
  const { logp } = await policy.score(
    {
      problems: rows.map(({ problem }) => problem),
      tokenStart: Int32Array.from(starts),
      token: Int32Array.from(rows.flatMap(({ thought, answer }) => [...thought, ...answer])),
    },
    run.params.temperature,
  )
  const scores = rows.map(({ answer }, k) =>
    answerScore(logp.subarray(starts[k + 1]! - answer.length, starts[k + 1]), kind),
  )
  const of = new Map(rows.map((row, k) => [row, scores[k]!]))
  return Float32Array.from(told, one => (one ? of.get(one)! : 0))
}
