/** Groups that hold demonstrations. */
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import type { Draw } from '../../core/rng.ts'

/**
 * Per problem `shown` right answers of the task, first, and the policy's own responses up to the group's size. What the
 * policy thinks of a demonstration is measured as if it had said it.
 */
export async function demonstrated(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  shown: number,
  draw: Draw,
): Promise<SampledRollout[][]> {
  const requests = problems.flatMap(problem =>
    Array.from({ length: groupSize }, (_, rollout) => ({
      problem,
      rollout,
      prefix: rollout < shown ? handle.reference(problem, draw) : [],
    })),
  )
  const rollouts = await handle.continueFrom(requests)
  return problems.map((_, k) =>
    rollouts.slice(k * groupSize, (k + 1) * groupSize).map((one, i) => ({ ...one, external: i < shown })),
  )
}
