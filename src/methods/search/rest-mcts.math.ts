/** MCTS*: ways down by value and rarity, greedy looks ahead, values as means of the children's. */
import { anyBest, descend, type Place, placeUnder, rootOf, stepsFrom, upFrom } from '../../core/formulas/mcts.ts'
import { number, type ParamSpecs } from '../../core/params.ts'
import type { Draw } from '../../core/rng.ts'
import type { SearchHandle } from '../../core/search.ts'

export const restParams = {
  treeExploration: number({ label: 'Exploration ε', default: 0.7, paper: 0.7, min: 0, max: 10 }),
  lookAheadShare: number({
    label: 'Share of the look ahead α',
    default: 0.5,
    paper: 0.5,
    min: 0,
    max: 1,
    note: 'How far a child’s value moves to the best that was seen below it.',
  }),
  lookAheadSteps: number({
    label: 'Steps looked ahead',
    default: 3,
    paper: 3,
    min: 0,
    max: 64,
    integer: true,
    note: 'Each draws and judges.',
  }),
  lookAheadTries: number({
    label: 'Tries per step ahead',
    default: 1,
    paper: 1,
    min: 1,
    max: 16,
    integer: true,
    aside: true,
    note: 'The best of them goes on.',
  }),
  endGate: number({
    label: 'Good enough',
    default: 0.9,
    paper: 0.9,
    min: 0,
    max: 1,
    note: 'A finished response that is judged so ends the search.',
  }),
} as const satisfies ParamSpecs

/** What a place that was never visited is worth beside its value. */
export const unvisited = 1

type Seen = Pick<Place, 'value' | 'visits'>

/** V + c √(2 ln N_parent / N), or V + 1 where a child was never visited. */
export const scoreOf = ({ value, visits }: Seen, parentVisits: number, c: number): number =>
  visits === 0 ? value + unvisited : value + c * Math.sqrt((2 * Math.log(parentVisits)) / visits)

/** The child of the best score above `low`; ties are drawn. */
export function bestChild<T extends Seen>(
  children: readonly T[],
  parentVisits: number,
  { c, low }: { readonly c: number; readonly low: number },
  draw: Draw,
): T | undefined {
  const able = children.filter(child => scoreOf(child, parentVisits, c) > low)
  const scores = able.map(child => scoreOf(child, parentVisits, c))
  return anyBest(able, scores, draw)
}

export interface RestMcts {
  readonly simulations: number
  readonly branches: number
  readonly stepTokens: number
  readonly c: number
  /** Share of a child's value that the look ahead replaces. */
  readonly alpha: number
  /** Steps that are looked ahead, and how many are tried at each. */
  readonly ahead: number
  readonly aheadTries: number
  /** A finished response of this value ends the search. */
  readonly gate: number
}

export async function restMcts(handle: SearchHandle, settings: RestMcts, draw: Draw): Promise<Place> {
  const { simulations, branches, stepTokens, c, gate } = settings
  const root = rootOf()
  for (let turn = 0; turn < simulations; turn++) {
    const leaf = descend(root, place => bestChild(place.children, place.visits, { c, low: 0 }, draw))
    if (leaf.over) {
      if (leaf.value >= gate) return root
      backUp(leaf)
      continue
    }
    leaf.children = await stepsFrom(handle, leaf, { count: branches, tokens: stepTokens, first: turn * branches })
    for (const child of leaf.children) child.value = handle.judge(child.tokens)
    const best = anyBest(
      leaf.children,
      leaf.children.map(({ value }) => value),
      draw,
    )
    if (!best) continue
    await lookAhead(handle, best, settings, turn)
    backUp(best)
    if (leaf.children.some(({ over, value }) => over && value >= gate)) return root
  }
  return root
}

/** The child's value moves towards the best that is seen on a greedy way down from it. */
async function lookAhead(handle: SearchHandle, child: Place, settings: RestMcts, turn: number): Promise<void> {
  const { alpha, ahead, aheadTries, stepTokens } = settings
  let [at, most] = [placeUnder(undefined, child.tokens, child.over), child.value]
  for (let step = 0; step < ahead && !at.over; step++) {
    const tries = await stepsFrom(handle, at, { count: aheadTries, tokens: stepTokens, first: turn * aheadTries })
    const judged = tries.map(place => ({ place, value: handle.judge(place.tokens) }))
    const best = judged.reduce((a, b) => (b.value > a.value ? b : a))
    at = best.place
    most = Math.max(most, best.value)
  }
  child.value = (1 - alpha) * child.value + alpha * most
}

/** One visit more on the way up; a place is worth the mean of its visited children, by visits. */
export function backUp(place: Place): void {
  for (const at of upFrom(place)) {
    at.visits++
    const seen = at.children.filter(({ visits }) => visits > 0)
    const total = seen.reduce((sum, { visits }) => sum + visits, 0)
    if (total > 0) at.value = seen.reduce((sum, { value, visits }) => sum + value * visits, 0) / total
  }
}
