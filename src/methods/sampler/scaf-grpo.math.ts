/** Groups in which nobody is right, and the least help that makes one right. */
import { hintOf, type SampledRollout, type SamplerHandle } from '../../core/method.ts'
import type { Draw } from '../../core/rng.ts'

type Group = readonly SampledRollout[]

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
  const requests = problems.flatMap(problem =>
    Array.from({ length: groupSize }, (_, rollout) => ({ problem, rollout, prefix: [] as readonly number[] })),
  )
  const own = await handle.continueFrom(requests)
  const groups = problems.map((_, k) => own.slice(k * groupSize, (k + 1) * groupSize))
  const failed = [...groups.keys()].filter(k => groups[k]!.every(({ reward }) => !(reward > 0)))
  const asked = failed.flatMap(k => {
    const reference = handle.reference(problems[k]!, draw)
    return Array.from({ length: rungs }, (_, j) => ({
      problem: problems[k]!,
      // Noise of their own, beyond that of the group; problems may be drawn twice.
      rollout: groupSize * (1 + problems.length) + k * rungs + j,
      prefix: hintOf(reference, (j + 1) / rungs),
    }))
  })
  const helped = asked.length > 0 ? await handle.continueFrom(asked) : []
  const rescued = new Map(
    failed.map((k, at) => {
      const rung = (j: number) => asked[at * rungs + j]!.prefix.length
      const ladder = helped.slice(at * rungs, (at + 1) * rungs).map((one, j) => ({ ...one, given: rung(j) }))
      return [k, lowestRung(ladder)]
    }),
  )
  return groups.map((group, k) => {
    const best = rescued.get(k)
    return best ? [best, ...group.slice(1)] : group
  })
}
