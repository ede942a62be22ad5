/** What samplers that help where a whole group fails have in common: the groups, who fails, and help without shared noise. */
import type { SampledRollout, SamplerHandle } from '../parts.ts'

export type Group = readonly SampledRollout[]

/** Per problem a group of the policy's own responses, from the prompt on. */
export async function ownGroups(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
): Promise<readonly Group[]> {
  const requests = problems.flatMap(problem =>
    Array.from({ length: groupSize }, (_, rollout) => ({ problem, rollout, prefix: [] as readonly number[] })),
  )
  const own = await handle.continueFrom(requests)
  return problems.map((_, k) => own.slice(k * groupSize, (k + 1) * groupSize))
}

/** Whether nobody is right; the empty group fails too. */
export const fails = (group: Group): boolean => group.every(({ reward }) => !(reward > 0))

/** Places of the groups that fail. */
export const failedOf = (groups: readonly Group[]): readonly number[] =>
  [...groups.keys()].filter(k => fails(groups[k]!))

/** A group to be helped: its place in the batch, and the hint before each of its new responses. */
export interface Help {
  readonly at: number
  readonly hints: readonly (readonly number[])[]
}

/**
 * Responses that begin with a hint, a list per group to be helped. Noise of their own, beyond that of the groups, since
 * problems may be drawn twice; `round` counts how often help was asked for before.
 */
export async function helpedGroups(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  helps: readonly Help[],
  round = 0,
): Promise<readonly Group[]> {
  const width = Math.max(0, ...helps.map(({ hints }) => hints.length))
  const beyond = (at: number) => groupSize + (round * problems.length + at) * width
  const asked = helps.flatMap(({ at, hints }) =>
    hints.map((prefix, j) => ({ problem: problems[at]!, rollout: beyond(at) + j, prefix })),
  )
  const drawn = asked.length > 0 ? await handle.continueFrom(asked) : []
  const helped = drawn.map((one, i) => ({ ...one, given: asked[i]!.prefix.length }))
  let from = 0
  return helps.map(({ hints }) => {
    from += hints.length
    return helped.slice(from - hints.length, from)
  })
}

/**
 * What a critic that knows a right answer would have a response begin with: that answer up to and with the first token
 * that the response has otherwise, but never all of it.
 */
export function corrected(right: readonly number[], response: readonly number[]): readonly number[] {
  const parts = right.findIndex((token, t) => token !== response[t])
  return right.slice(0, Math.min(right.length - 1, (parts < 0 ? right.length : parts) + 1))
}
