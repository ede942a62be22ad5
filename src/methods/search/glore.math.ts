/** Global and local refinements: when, where and how to mend a draft. */
import { stepEnds } from '../../core/formulas/searching.ts'
import type { Numbers } from '../../core/math.ts'
import type { SearchHandle } from '../../core/search.ts'

/** Chance that at least one of `samples` continuations is right, where each is with this chance. */
export const anyRight = (chance: number, samples: number): number => 1 - (1 - chance) ** samples

/** How many steps can be kept: all up to the last that looks solvable, since whatever led to it was. */
export const keptSteps = (scores: Numbers): number => Array.from(scores, score => score >= 0.5).lastIndexOf(true) + 1

export const refinements = ['both', 'global', 'local'] as const

export interface Glore {
  readonly stepTokens: number
  /** K */
  readonly samples: number
  /** A draft that is judged below it is mended. */
  readonly mendBelow: number
  readonly refine: (typeof refinements)[number]
}

/** Drafts, and for each that looks wrong a fresh response, one from its first wrong step, or both. All are finished. */
export async function refined(handle: SearchHandle, drafts: number, settings: Glore) {
  const { stepTokens, samples, mendBelow, refine } = settings
  const toEnd = (requests: readonly { readonly prefix: readonly number[]; readonly rollout: number }[]) =>
    handle.advance(requests, Number.POSITIVE_INFINITY)
  const first = await toEnd(Array.from({ length: drafts }, (_, rollout) => ({ prefix: [], rollout })))
  const requests = first.flatMap(({ tokens }, at) => {
    if (handle.judge(tokens) >= mendBelow) return []
    const anew = { prefix: [], rollout: drafts + at }
    if (refine === 'global') return [anew]
    // The whole draft is known to look wrong: its last step is not asked about again.
    const ends = stepEnds(tokens.length, stepTokens).slice(0, -1)
    const solvable = ends.map(end => anyRight(handle.judge(tokens.slice(0, end)), samples))
    const mended = { prefix: tokens.slice(0, ends[keptSteps(solvable) - 1] ?? 0), rollout: 2 * drafts + at }
    return refine === 'local' ? [mended] : [anew, mended]
  })
  return [...first, ...(await toEnd(requests))].map(({ tokens }) => tokens)
}
