/** AlphaMath: a tree with priors. */
import { anyBest, descend, type Place, rootOf, stepsFrom, upFrom } from '../../core/formulas/mcts.ts'
import type { Draw } from '../../core/rng.ts'
import type { SearchHandle } from '../../core/search.ts'

/** Mean of what was backed up; 0 where nothing was. */
export const qOf = ({ sum, visits }: Pick<Place, 'sum' | 'visits'>): number => (visits === 0 ? 0 : sum / visits)

/** Q + c · prior · √N_parent / (1 + N). */
export const puctOf = (place: Pick<Place, 'sum' | 'visits' | 'prior'>, parentVisits: number, c: number): number =>
  qOf(place) + (c * place.prior * Math.sqrt(parentVisits)) / (1 + place.visits)

/** One visit of this value from a place up to the root. */
export function visit(place: Place, value: number): void {
  for (const at of upFrom(place)) {
    at.visits++
    at.sum += value
    at.value = qOf(at)
  }
}

export interface AlphaMath {
  readonly simulations: number
  readonly branches: number
  readonly stepTokens: number
  readonly c: number
}

/** Values in [-1, 1]: twice the judge's chance, less one, also of finished responses, which the verifier must not see. */
export async function alphaMath(handle: SearchHandle, settings: AlphaMath, draw: Draw): Promise<Place> {
  const { simulations, branches, stepTokens, c } = settings
  const root = rootOf()
  const worth = (place: Place) => 2 * handle.judge(place.tokens) - 1
  for (let turn = 0; turn < simulations; turn++) {
    const leaf = descend(root, place => {
      const open = place.children.filter(({ over }) => !over)
      return anyBest(
        open,
        open.map(child => puctOf(child, place.visits, c)),
        draw,
      )
    })
    // Everything below it has finished: nothing can be opened there.
    if (leaf.children.length > 0) {
      visit(leaf, leaf.value)
      continue
    }
    leaf.children = await stepsFrom(handle, leaf, { count: branches, tokens: stepTokens, first: turn * branches })
    for (const child of leaf.children.filter(({ over }) => over)) visit(child, worth(child))
    visit(leaf, worth(leaf))
  }
  return root
}
