/** Trees side by side, none of which can crowd out another. */
import { aggregated } from '../../core/formulas/judged.ts'
import { type Beams, type Path, type Searched, start, stepOn, tokensOfStep } from '../../core/formulas/searching.ts'
import type { SearchHandle } from '../../core/search.ts'

/** Diverse verifier tree search: n / M trees, in each of which the best of M steps goes on. */
export async function diverseTrees(handle: SearchHandle, settings: Beams): Promise<Searched> {
  const { beams, width, maxSteps, aggregate } = settings
  const frontiers: (readonly Path[])[] = []
  const trees = Array.from({ length: Math.max(1, Math.floor(beams / width)) }, () => ({
    path: start,
    last: [] as readonly Path[],
    over: false,
  }))
  for (let step = 0; step < maxSteps; step++) {
    const growing = trees.filter(({ over }) => !over)
    if (growing.length === 0) break
    frontiers.push(growing.map(({ path }) => path))
    const tries = growing.flatMap(({ path }) => Array.from({ length: width }, () => path))
    const grown = await stepOn(handle, tries, tokensOfStep(step, settings))
    growing.forEach((tree, at) => {
      tree.last = grown.slice(at * width, (at + 1) * width)
      const best = tree.last.reduce((a, b) =>
        aggregated(b.scores, aggregate) > aggregated(a.scores, aggregate) ? b : a,
      )
      tree.path = best
      tree.over = handle.isOver(best.tokens)
    })
  }
  return { frontiers, paths: trees.flatMap(({ last }) => last) }
}
