/** A beam of steps that shrinks as responses finish. */
import { type Place, rootOf, stepsFrom } from '../../core/formulas/mcts.ts'
import type { SearchHandle } from '../../core/search.ts'

/** What becomes of candidates for the next step. */
export type Ending = 'open' | 'finished' | 'failed'

/** What stands for a value that nobody gave. */
const unvalued = -100

/**
 * One step of a beam of `width`: the best of the candidates go on; one that has finished leaves, and the beam is narrower
 * by it ever after. Of equal values the earlier is better.
 */
export function stepBeam(
  values: readonly (number | undefined)[],
  endings: readonly Ending[],
  width: number,
): { readonly kept: readonly number[]; readonly finished: readonly number[]; readonly width: number } {
  const worth = (at: number) => values[at] ?? unvalued
  const ranked = values.map((_, at) => at).sort((a, b) => worth(b) - worth(a))
  const top = ranked.slice(0, width)
  const kept = top.filter(at => endings[at] === 'open')
  return { kept, finished: top.filter(at => endings[at] === 'finished'), width: width - (top.length - kept.length) }
}

/** Beams of steps until none is left; all that finished, in the order in which they did. */
export async function stepBeams(
  handle: SearchHandle,
  { width, tries, stepTokens }: { readonly width: number; readonly tries: number; readonly stepTokens: number },
): Promise<{ readonly root: Place; readonly finished: readonly Place[] }> {
  const root = rootOf()
  const finished: Place[] = []
  let [beam, open]: [readonly Place[], number] = [[root], width]
  while (beam.length > 0 && open > 0) {
    const candidates: Place[] = []
    for (const [at, place] of beam.entries()) {
      place.children = await stepsFrom(handle, place, { count: tries, tokens: stepTokens, first: at * tries })
      candidates.push(...place.children)
    }
    for (const candidate of candidates) {
      candidate.value = handle.judge(candidate.tokens)
      candidate.visits = 1
    }
    const values = candidates.map(({ value }) => value)
    const step = stepBeam(
      values,
      candidates.map(({ over }) => (over ? 'finished' : 'open')),
      open,
    )
    finished.push(...step.finished.map(at => candidates[at]!))
    beam = step.kept.map(at => candidates[at]!)
    open = step.width
  }
  return { root, finished }
}
