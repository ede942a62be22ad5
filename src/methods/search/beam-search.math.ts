/** Beams: the best of what was begun goes on, the rest is dropped. */
import { aggregated } from '../../core/formulas/judged.ts'
import {
  type Beams,
  cycled,
  type Path,
  type Searched,
  start,
  stepOn,
  tokensOfStep,
} from '../../core/formulas/searching.ts'
import type { SearchHandle } from '../../core/search.ts'

/** The places of the `count` best, in their order; of equals the later ones, as sorting upwards leaves them. */
function topPlaces(values: readonly number[], count: number): readonly number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!)
  return order.slice(-count).sort((a, b) => a - b)
}

export async function beamSearch(
  handle: SearchHandle,
  settings: Beams,
  { duplicates, completed }: { readonly duplicates: 'keep' | 'drop'; readonly completed: 'first' | 'best' },
): Promise<Searched> {
  const { beams, width, maxSteps, aggregate } = settings
  const scoreOf = ({ scores }: Path) => aggregated(scores, aggregate)
  const frontiers: (readonly Path[])[] = []
  const done: Path[] = []
  let active: readonly Path[] = Array.from({ length: beams }, () => start)
  for (let step = 0; step < maxSteps && active.length > 0; step++) {
    const frontier = cycled(active, beams)
    frontiers.push(frontier)
    const grown = await stepOn(handle, frontier, tokensOfStep(step, settings))
    done.push(...grown.filter(({ tokens }) => handle.isOver(tokens)))
    const open = grown.filter(({ tokens }) => !handle.isOver(tokens))
    const different = duplicates === 'drop' ? distinct(open) : open
    // At least one goes on, however wide the beam.
    const kept = topPlaces(different.map(scoreOf), Math.max(1, Math.floor(beams / width)))
    active = kept.map(at => different[at]!)
  }
  const sorted = completed === 'best' ? [...done].sort((a, b) => scoreOf(b) - scoreOf(a)) : done
  const first = sorted.slice(0, beams)
  return { frontiers, paths: cycled(first, beams) }
}

/** Of equal texts the first. */
function distinct(paths: readonly Path[]): readonly Path[] {
  const seen = new Set<string>()
  return paths.filter(({ tokens }) => {
    const key = tokens.join(' ')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
