/** Groups in which nobody is right, and the least help that makes one right. */
import { failedOf, type Group, helpedGroups, ownGroups } from '../../core/formulas/guidance.ts'
import { hintOf, type SampledRollout, type SamplerHandle } from '../../core/method.ts'
import type { Draw } from '../../core/rng.ts'

/** The first rung, from the least help up, on which the response is paid; undefined where none is. */
export const lowestRung = (ladder: Group): SampledRollout | undefined => ladder.find(({ reward }) => reward > 0)

/** Per problem a group of the policy's own responses; in those without a success the first gives way to the helped one. */
export async function scaffolded(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  rungs: number,
  draw: Draw,
): Promise<readonly Group[]> {
  const groups = await ownGroups(handle, problems, groupSize)
  const helps = failedOf(groups).map(at => {
    const reference = handle.reference(problems[at]!, draw)
    return { at, hints: Array.from({ length: rungs }, (_, j) => hintOf(reference, (j + 1) / rungs)) }
  })
  const ladders = await helpedGroups(handle, problems, groupSize, helps)
  const rescued = new Map(helps.map(({ at }, i) => [at, lowestRung(ladders[i]!)]))
  return groups.map((group, k) => {
    const best = rescued.get(k)
    return best ? [best, ...group.slice(1)] : group
  })
}
