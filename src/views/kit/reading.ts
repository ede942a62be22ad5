/** What a response says, in the task's own words. */
import type { GroupProblem } from '../../core/snapshot.ts'
import type { PanelWorld } from '../panel.ts'

/** Undefined where nobody can read it: a log has no task. The tokens may be the beginning of a response. */
export function readingOf(
  { task, level }: PanelWorld,
  problem: GroupProblem | undefined,
  tokens: ArrayLike<number>,
): string | undefined {
  if (!task || !level || !problem?.data) return undefined
  return task.readAs(level, { ...problem, data: problem.data }, Array.from(tokens))
}
