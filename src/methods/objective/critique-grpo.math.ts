/** Refinements of a group's responses, of which one joins it. Source: zhangxy-2019/critique-GRPO critique_vllm_rollout_spmd.py process_refinement_groups (e8f03a2). */
import { corrected, type Group, ownGroups } from '../../core/formulas/guidance.ts'
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import type { Draw } from '../../core/rng.ts'

/** Place of the refinement that is kept: the first that is right, else the first of the best. */
export function keptOf(scores: readonly number[]): number {
  const right = scores.indexOf(1)
  return right >= 0 ? right : scores.indexOf(Math.max(...scores))
}

/** Per problem the policy's own responses, the first of which gives way to the kept refinement, marked as not its own. */
export async function refined(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  draw: Draw,
): Promise<readonly Group[]> {
  const groups = await ownGroups(handle, problems, groupSize)
  const requests = groups.flatMap((group, k) =>
    group.map(({ tokens, reward }, i) => ({
      problem: problems[k]!,
      // Noise of their own, beyond that of the groups, since problems may be drawn twice.
      rollout: groupSize * (1 + k) + i,
      // The critic leaves a right response as it is.
      prefix: reward > 0 ? tokens : corrected(handle.reference(problems[k]!, draw), tokens),
    })),
  )
  const drawn = await handle.continueFrom(requests)
  return groups.map((group, k) => {
    const own = drawn.slice(k * groupSize, (k + 1) * groupSize)
    const kept: SampledRollout = { ...own[keptOf(own.map(({ reward }) => reward))]!, external: true }
    return [kept, ...group.slice(1)]
  })
}
