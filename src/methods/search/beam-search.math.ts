/** Beams: the best of what was begun goes on, the rest is dropped. */
import { aggregated, type StepAggregate } from '../../core/formulas/judged.ts'
import { cycled, type Path, start, stepOn } from '../../core/formulas/searching.ts'
import type { SearchHandle } from '../../core/search.ts'

export interface Beams {
  /** n, how many are begun and how many come out. */
  readonly beams: number
  /** M: one of so many goes on. */
  readonly width: number
  readonly stepTokens: number
  readonly maxSteps: number
  readonly aggregate: StepAggregate
}

export interface Searched {
  /** What was begun with, step by step. */
  readonly frontiers: readonly (readonly Path[])[]
  /** All finished. */
  readonly paths: readonly Path[]
}

const most = Number.POSITIVE_INFINITY

/** The places of the `count` best, in their order; of equals the later ones, as sorting upwards leaves them. */
function topPlaces(values: readonly number[], count: number): readonly number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!)
  return order.slice(-count).sort((a, b) => a - b)
}

export async function beamSearch(
  handle: SearchHandle,
  { beams, width, stepTokens, maxSteps, aggregate }: Beams,
  { duplicates, completed }: { readonly duplicates: 'keep' | 'drop'; readonly completed: 'first' | 'best' },
): Promise<Searched> {
  const scoreOf = ({ scores }: Path) => aggregated(scores, aggregate)
  const frontiers: (readonly Path[])[] = []
  const done: Path[] = []
  let active: readonly Path[] = Array.from({ length: beams }, () => start)
  for (let step = 0; step < maxSteps && active.length > 0; step++) {
    const frontier = cycled(active, beams)
    frontiers.push(frontier)
    const grown = await stepOn(handle, frontier, step + 1 === maxSteps ? most : stepTokens)
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

/** Diverse verifier tree search: n / M trees, in each of which the best of M steps goes on. */
export async function diverseTrees(
  handle: SearchHandle,
  { beams, width, stepTokens, maxSteps, aggregate }: Beams,
): Promise<Searched> {
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
    const grown = await stepOn(handle, tries, step + 1 === maxSteps ? most : stepTokens)
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
