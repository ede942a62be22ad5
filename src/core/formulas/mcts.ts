/** Search trees that grow while they are searched: places, ways down, values on the way up. */
import type { Numbers } from '../math.ts'
import { type Draw, drawInteger } from '../rng.ts'
import type { SearchHandle, SearchNode } from '../search.ts'

/** A response so far, as a place of a tree. */
export interface Place {
  readonly tokens: readonly number[]
  readonly parent: Place | undefined
  readonly over: boolean
  children: readonly Place[]
  visits: number
  /** What the search thinks of it now. */
  value: number
  /** Sum of what was backed up to it. */
  sum: number
  /** How likely the policy found it: the mean probability of the step's tokens, geometric. */
  readonly prior: number
}

export const rootOf = (): Place => placeUnder(undefined, [], false)

export const placeUnder = (parent: Place | undefined, tokens: readonly number[], over: boolean, prior = 1): Place => ({
  tokens,
  parent,
  over,
  children: [],
  visits: 0,
  value: 0,
  sum: 0,
  prior,
})

/** From a place to the root. */
export function* upFrom(place: Place): Generator<Place> {
  for (let at: Place | undefined = place; at; at = at.parent) yield at
}

/** Below the root, following `choose` while there is somebody to choose. */
export function descend(root: Place, choose: (place: Place) => Place | undefined): Place {
  let at = root
  for (;;) {
    const next = choose(at)
    if (!next) return at
    at = next
  }
}

/** The first of the largest. */
export const firstBest = <T>(items: readonly T[], scoreOf: (item: T) => number): T | undefined =>
  items.reduce<T | undefined>(
    (best, item) => (best === undefined || scoreOf(item) > scoreOf(best) ? item : best),
    undefined,
  )

/** One of the largest, drawn. */
export function anyBest<T>(items: readonly T[], scores: Numbers, draw: Draw): T | undefined {
  const most = Math.max(...Array.from(scores))
  const best = items.filter((_, i) => scores[i] === most)
  return best.length > 1 ? best[drawInteger(draw, best.length)] : best[0]
}

/**
 * Different next steps of a place, `count` of them drawn; equal ones are one. Their noise is keyed by `first` and the
 * place in the list, so that a place that is opened again draws others.
 */
export async function stepsFrom(
  handle: SearchHandle,
  place: Place,
  { count, tokens, first = 0 }: { readonly count: number; readonly tokens: number; readonly first?: number },
): Promise<readonly Place[]> {
  const requests = Array.from({ length: count }, (_, k) => ({ prefix: place.tokens, rollout: first + k }))
  const known = new Map<string, Place>()
  for (const answer of await handle.advance(requests, tokens)) {
    const key = answer.tokens.join(' ')
    if (known.has(key)) continue
    const logp = answer.logp.reduce((total, value) => total + value, 0) / Math.max(1, answer.logp.length)
    known.set(key, placeUnder(place, answer.tokens, handle.isOver(answer.tokens), Math.exp(logp)))
  }
  return [...known.values()]
}

/** The tree as it is handed out, parents first. */
export function treeFrom(root: Place): readonly SearchNode[] {
  const nodes: SearchNode[] = []
  const visit = (place: Place, parent: number): void => {
    const at = nodes.length
    const from = place.parent?.tokens.length ?? 0
    nodes.push({ parent, tokens: place.tokens.slice(from), visits: place.visits, value: place.value })
    for (const child of place.children) visit(child, at)
  }
  visit(root, -1)
  return nodes
}

/** All places of the tree. */
export function* placesOf(root: Place): Generator<Place> {
  yield root
  for (const child of root.children) yield* placesOf(child)
}

/**
 * The finished responses of a tree. Where it has none, its best unfinished place by `value` is drawn to the end, so that
 * something can be handed out.
 */
export async function finishedOf(handle: SearchHandle, root: Place): Promise<readonly (readonly number[])[]> {
  const all = [...placesOf(root)]
  const finished = all.filter(({ over }) => over)
  if (finished.length > 0) return finished.map(({ tokens }) => tokens)
  const best = firstBest(all, ({ value }) => value) ?? root
  const [answer] = await handle.advance([{ prefix: best.tokens, rollout: 0 }], Number.POSITIVE_INFINITY)
  return answer ? [answer.tokens] : []
}
