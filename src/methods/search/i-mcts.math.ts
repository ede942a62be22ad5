/** Tree search with introspection: children proposed in the light of what failed, values from estimates to measurements. */
import { firstBest, type Place, placeUnder, rootOf } from '../../core/formulas/mcts.ts'
import { type Numbers, sum } from '../../core/math.ts'
import { type Draw, drawWeighted } from '../../core/rng.ts'
import type { SearchHandle } from '../../core/search.ts'

/** What is known of a place: a cheap estimate, and so many measurements of what lies below it, with their sum. */
export interface Known {
  readonly estimate: number
  readonly measured: number
  readonly sum: number
}

/** How far measurements count beside the estimate: not at all without any, alone from `full` on. */
export const measuredShare = (measured: number, full: number): number => Math.min(1, measured / full)

export function blended({ estimate, measured, sum: total }: Known, full: number): number {
  const share = measuredShare(measured, full)
  return measured === 0 ? estimate : (1 - share) * estimate + share * (total / measured)
}

/** Infinity where a child was never visited. */
export const uctOf = (value: number, visits: number, parentVisits: number, c: number): number =>
  visits === 0 ? Number.POSITIVE_INFINITY : value + c * Math.sqrt(Math.log(Math.max(1, parentVisits)) / visits)

/** Differences below this are none. */
const alike = 1e12

/** The first of the largest scores. */
export const chosenOf = <T>(items: readonly T[], scoreOf: (item: T) => number): T | undefined =>
  firstBest(items, item => Math.round(scoreOf(item) * alike) / alike)

/** Probabilities of proposals: less likely the more they failed elsewhere, none twice; undefined where nothing is left. */
export function introspected(
  prior: Numbers,
  { failed, proposed, penalty }: { readonly failed: Numbers; readonly proposed: Numbers; readonly penalty: number },
): readonly number[] | undefined {
  const weight = Array.from(prior, (p, at) => (proposed[at] ? 0 : p * (1 - penalty * failed[at]!)))
  const total = sum(weight)
  return total > 0 ? weight.map(w => w / total) : undefined
}

export interface IMcts {
  /** Dear evaluations: responses drawn to the end, and judged. */
  readonly simulations: number
  readonly branches: number
  readonly c: number
  /** Measurements from which on the estimate does not count. */
  readonly full: number
  readonly penalty: number
}

interface Thought extends Place {
  readonly parent: Thought | undefined
  children: readonly Thought[]
  readonly estimate: number
  measured: number
}

/** Of each token, at each depth: how many measurements stood below places that end with it, and how many came out poor. */
type Failures = Map<string, { readonly poor: number; readonly all: number }>

const failureKey = (depth: number, token: number) => `${depth} ${token}`

export async function iMcts(handle: SearchHandle, settings: IMcts, draw: Draw) {
  const root: Thought = { ...rootOf(), parent: undefined, children: [], estimate: handle.judge([]), measured: 0 }
  const failures: Failures = new Map()
  const finished: (readonly number[])[] = []
  for (let turn = 0; turn < settings.simulations; turn++) {
    const place = await grown(handle, root, failures, settings, draw)
    const [answer] = await handle.advance([{ prefix: place.tokens, rollout: turn }], Number.POSITIVE_INFINITY)
    finished.push(answer!.tokens)
    measure(place, handle.judge(answer!.tokens), failures, settings)
  }
  return { root, finished }
}

/** Down by the choice of children to a place that may have one more, which it is given; or to an end. */
async function grown(
  handle: SearchHandle,
  root: Thought,
  failures: Failures,
  { branches, c, full, penalty }: IMcts,
  draw: Draw,
): Promise<Thought> {
  let at = root
  while (!at.over) {
    if (at.children.length < branches) {
      const [prior] = await handle.next([at.tokens])
      const depth = at.tokens.length
      const failed = Array.from(prior!, (_, token) => {
        const { poor, all } = failures.get(failureKey(depth, token)) ?? { poor: 0, all: 1 }
        return poor / all
      })
      const proposed = Array.from(prior!, (_, token) =>
        at.children.some(({ tokens }) => tokens[depth] === token) ? 1 : 0,
      )
      const left = introspected(prior!, { failed, proposed, penalty })
      if (left) {
        const child = thought(handle, at, handle.append(at.tokens, drawWeighted(draw, left)))
        at.children = [...at.children, child]
        return child
      }
    }
    const { visits } = at
    const next = chosenOf(at.children, child => uctOf(blended(child, full), child.visits, visits, c))
    if (!next) return at
    at = next
  }
  return at
}

function thought(handle: SearchHandle, parent: Thought, tokens: readonly number[]): Thought {
  const estimate = handle.judge(tokens)
  const place = placeUnder(parent, tokens, handle.isOver(tokens))
  return { ...place, parent, children: [], value: estimate, estimate, measured: 0 }
}

function measure(place: Thought, score: number, failures: Failures, { full }: IMcts): void {
  for (let at: Thought | undefined = place; at; at = at.parent) {
    at.visits++
    at.measured++
    at.sum += score
    at.value = blended(at, full)
    const depth = at.parent?.tokens.length
    if (depth === undefined) continue
    const key = failureKey(depth, at.tokens[depth]!)
    const { poor, all } = failures.get(key) ?? { poor: 0, all: 0 }
    failures.set(key, { poor: poor + (score < 0.5 ? 1 : 0), all: all + 1 })
  }
}
