/** Groups that fail are drawn again behind a hint, all but one response. */
import { failedOf, type Group, helpedGroups, ownGroups } from '../../core/formulas/guidance.ts'
import { hintOf, type SamplerHandle } from '../../core/method.ts'
import type { Draw } from '../../core/rng.ts'

/** Per problem the policy's own group; where it fails, its first response and helped ones up to the group's size. */
export async function nudged(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  share: number,
  draw: Draw,
): Promise<readonly Group[]> {
  const groups = await ownGroups(handle, problems, groupSize)
  if (share === 0) return groups
  const helps = failedOf(groups).map(at => {
    const hint = hintOf(handle.reference(problems[at]!, draw), share)
    return { at, hints: Array.from({ length: groupSize - 1 }, () => hint) }
  })
  const helped = await helpedGroups(handle, problems, groupSize, helps)
  const replaced = new Map(helps.map(({ at }, i) => [at, helped[i]!]))
  return groups.map((group, k) => {
    const others = replaced.get(k)
    return others ? [...group.slice(0, 1), ...others] : group
  })
}
