/** Groups that fail are drawn again behind more and more of a right answer. Source: hkgc-1/GHPO src/ghpo/ghpo_trainer.py (af0a7dd). */
import { fails, type Group, helpedGroups, ownGroups } from '../../core/formulas/guidance.ts'
import { hintOf, type SamplerHandle } from '../../core/method.ts'
import type { Draw } from '../../core/rng.ts'

/** Halves go to the even neighbour, as in the original's language. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  return rest === 0.5 ? below + (below % 2) : Math.round(value)
}

/** How much of a text of this length a share is. */
export const givenOf = (length: number, share: number): number => roundHalfEven(length * share)

/** Share of the right answer that each stage gives: evenly spaced, the whole of it never. */
export const sharesOf = (stages: number): readonly number[] =>
  Array.from({ length: stages }, (_, j) => (j + 1) / (stages + 1))

/** Per problem the policy's own group, or the whole group of the first stage that finds a success, or of the last. */
export async function guided(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  stages: number,
  draw: Draw,
): Promise<readonly Group[]> {
  let groups = await ownGroups(handle, problems, groupSize)
  const reference = new Map<number, readonly number[]>()
  for (const [round, share] of sharesOf(stages).entries()) {
    const helps = [...groups.keys()]
      .filter(at => fails(groups[at]!))
      .map(at => {
        const whole = reference.get(at) ?? handle.reference(problems[at]!, draw)
        reference.set(at, whole)
        const hint = hintOf(whole, givenOf(whole.length, share) / whole.length)
        return { at, hints: Array.from({ length: groupSize }, () => hint) }
      })
    const helped = await helpedGroups(handle, problems, groupSize, helps, round)
    const replaced = new Map(helps.map(({ at }, i) => [at, helped[i]!]))
    groups = groups.map((group, at) => replaced.get(at) ?? group)
  }
  return groups
}
