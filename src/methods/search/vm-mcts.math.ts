/** VM-MCTS: whole continuations open a place, their first steps are its children, the best of these stay open. */
import { descend, firstBest, type Place, placeUnder, rootOf, upFrom } from '../../core/formulas/mcts.ts'
import type { SearchHandle } from '../../core/search.ts'

/** V + c √((1 + ln N_parent) / (ε + N)): finite where nobody has been. */
export const uctOf = (
  { value, visits }: Pick<Place, 'value' | 'visits'>,
  parentVisits: number,
  { c, epsilon }: { readonly c: number; readonly epsilon: number },
): number => value + c * Math.sqrt((1 + Math.log(parentVisits)) / (epsilon + visits))

export interface VmMcts {
  readonly simulations: number
  readonly samples: number
  readonly decisions: number
  readonly stepTokens: number
  readonly c: number
  readonly epsilon: number
}

export interface Opened {
  readonly child: Place
  /** False where others had more value: it is never gone into. */
  readonly visible: boolean
}

/** Children of a place from whole continuations of it: equal first steps are one child, visited once more each time. */
export function opened(
  place: Place,
  samples: readonly { readonly step: readonly number[]; readonly over: boolean }[],
  worthOf: (step: readonly number[]) => number,
  decisions: number,
): readonly Opened[] {
  const known = new Map<string, Place>()
  for (const { step, over } of samples) {
    const key = step.join(' ')
    const child = known.get(key) ?? placeUnder(place, step, over)
    if (!known.has(key)) {
      child.value = worthOf(step)
      known.set(key, child)
    }
    child.visits++
    child.sum += child.value
  }
  const children = [...known.values()]
  const ranked = [...children].sort((a, b) => b.value - a.value)
  const open = new Set(ranked.slice(0, decisions))
  return children.map(child => ({ child, visible: open.has(child) }))
}

export async function vmMcts(
  handle: SearchHandle,
  { simulations, samples, decisions, stepTokens, c, epsilon }: VmMcts,
): Promise<{ readonly root: Place; readonly completions: readonly (readonly number[])[] }> {
  const root = rootOf()
  const hidden = new Set<Place>()
  const completions: (readonly number[])[] = []
  for (let turn = 0; turn < simulations; turn++) {
    const leaf = descend(root, place =>
      firstBest(
        place.children.filter(child => !hidden.has(child)),
        child => uctOf(child, place.visits, { c, epsilon }),
      ),
    )
    if (leaf.over) {
      raise(leaf, 1, leaf.value)
      continue
    }
    const requests = Array.from({ length: samples }, (_, k) => ({ prefix: leaf.tokens, rollout: turn * samples + k }))
    const whole = (await handle.advance(requests, Number.POSITIVE_INFINITY)).map(({ tokens }) => tokens)
    completions.push(...whole)
    const firsts = whole.map(tokens => {
      const step = tokens.slice(0, leaf.tokens.length + stepTokens)
      return { step, over: handle.isOver(step) }
    })
    const found = opened(leaf, firsts, handle.judge, decisions)
    leaf.children = found.map(({ child }) => child)
    for (const { child, visible } of found) if (!visible) hidden.add(child)
    const total = leaf.children.reduce((sum, child) => sum + child.sum, 0)
    raise(leaf, samples, total)
  }
  return { root, completions }
}

/** Visits and values add up to the root; a place is worth their mean. */
function raise(place: Place, visits: number, sum: number): void {
  for (const at of upFrom(place)) {
    at.visits += visits
    at.sum += sum
    at.value = at.sum / at.visits
  }
}
