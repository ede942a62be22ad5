/** Three floors of help for problems that nobody solves, and what was right there as a demonstration (arXiv 2510.15979). */
import { corrected, failedOf, type Group, type Help, helpedGroups, ownGroups } from '../../core/formulas/guidance.ts'
import { hintOf, type SampledRollout, type SamplerHandle } from '../../core/method.ts'
import type { Draw } from '../../core/rng.ts'

/** A helped response as if the policy had said all of it by itself: to be imitated without the help. */
const unaided = ({ given: _, ...response }: SampledRollout): SampledRollout => ({ ...response, external: true })

/** Groups with those that were helped put in their places. */
const replaced = (groups: readonly Group[], helps: readonly Help[], helped: readonly Group[]): readonly Group[] => {
  const by = new Map(helps.map(({ at }, i) => [at, helped[i]!]))
  return groups.map((group, at) => by.get(at) ?? group)
}

/**
 * Per problem the policy's own group; where it fails, one drawn behind a part of a right answer; where that fails too, one
 * drawn behind corrections of what went wrong. Then copies of all that was right with help, without it.
 */
export async function rethought(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  share: number,
  draw: Draw,
): Promise<readonly Group[]> {
  const direct = await ownGroups(handle, problems, groupSize)
  const right = new Map(failedOf(direct).map(at => [at, handle.reference(problems[at]!, draw)]))
  const parts = [...right].map(([at, whole]) => ({ at, hints: direct[at]!.map(() => hintOf(whole, share)) }))
  const decomposed = replaced(direct, parts, await helpedGroups(handle, problems, groupSize, parts))
  const second = failedOf(decomposed).map(at => ({
    at,
    hints: decomposed[at]!.map(({ tokens }) => corrected(right.get(at)!, tokens)),
  }))
  const refined = replaced(decomposed, second, await helpedGroups(handle, problems, groupSize, second, 1))
  return refined.map(group => {
    const lessons = group.filter(({ given, reward }) => given !== undefined && reward > 0)
    return [...group, ...lessons.map(unaided)]
  })
}
