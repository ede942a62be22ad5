/** AlphaLLM: places that matter may have more children. */
import { descend, firstBest, type Place, rootOf, stepsFrom, upFrom } from '../../core/formulas/mcts.ts'
import { mean } from '../../core/math.ts'
import { number, type ParamSpecs } from '../../core/params.ts'
import type { SearchHandle } from '../../core/search.ts'

type Scored = Pick<Place, 'sum' | 'visits'>

export const meanOf = ({ sum, visits }: Scored): number => sum / visits

/** How far the most unusual child is from the mean of all: what choosing here decides. */
export const importance = (children: readonly Scored[]): number => {
  const q = children.map(meanOf)
  return q.length === 0 ? 0 : Math.max(...q.map(value => Math.abs(value - mean(q))))
}

/** Children that a place may have: never fewer than before, at most `cap` by this rule. */
export const widthOf = (
  width: number,
  children: readonly Scored[],
  { factor, cap }: { readonly factor: number; readonly cap: number },
): number => Math.max(width, Math.min(Math.floor(factor * importance(children)), cap))

/** q + c √(ln N_parent / N). */
export const ucbOf = (child: Scored, parentVisits: number, c: number): number =>
  meanOf(child) + c * Math.sqrt(Math.log(parentVisits) / child.visits)

export const bestChild = <T extends Scored>(children: readonly T[], parentVisits: number, c: number): T | undefined =>
  firstBest(children, child => ucbOf(child, parentVisits, c))

/** What the score of a new place is made of. */
export const scoreParams = {
  valueWeight: number({
    label: 'Weight of the value',
    default: 1,
    paper: 1,
    min: 0,
    max: 10,
    aside: true,
    note: 'Of the judgement of the place itself.',
  }),
  rolloutWeight: number({
    label: 'Weight of continuations',
    default: 1,
    paper: 1,
    min: 0,
    max: 10,
    aside: true,
    note: 'Of the mean judgement of whole continuations.',
  }),
  fastRollouts: number({
    label: 'Continuations',
    default: 4,
    paper: 4,
    min: 0,
    max: 64,
    integer: true,
    note: 'Of every new place, to the end.',
  }),
} as const satisfies ParamSpecs

export interface AlphaLlm {
  readonly simulations: number
  /** Children of a place at first. */
  readonly width: number
  readonly factor: number
  readonly cap: number
  readonly stepTokens: number
  readonly c: number
  readonly valueWeight: number
  /** Weight of the mean judgement of so many whole continuations. */
  readonly rolloutWeight: number
  readonly rollouts: number
}

export async function alphaLlm(handle: SearchHandle, settings: AlphaLlm): Promise<Place> {
  const { simulations, factor, cap, stepTokens, c } = settings
  const root = rootOf()
  const widths = new Map<Place, number>()
  const isFull = (place: Place) => {
    const width = widthOf(widths.get(place) ?? settings.width, place.children, { factor, cap })
    widths.set(place, width)
    return place.children.length >= width
  }
  for (let turn = 0; turn < simulations; turn++) {
    const leaf = descend(root, place => (isFull(place) ? bestChild(place.children, place.visits, c) : undefined))
    if (leaf.over) {
      raise(leaf, meanOf(leaf))
      continue
    }
    const [child] = await stepsFrom(handle, leaf, { count: 1, tokens: stepTokens, first: turn })
    const known = leaf.children.find(({ tokens }) => tokens.join(' ') === child!.tokens.join(' '))
    // The same step again: the place is not as wide as it may be, and stays so.
    if (known) {
      widths.set(leaf, Math.min(widths.get(leaf)!, leaf.children.length))
      raise(known, meanOf(known))
      continue
    }
    leaf.children = [...leaf.children, child!]
    raise(child!, await scored(handle, child!, settings, turn))
  }
  return root
}

async function scored(handle: SearchHandle, place: Place, settings: AlphaLlm, turn: number): Promise<number> {
  const { valueWeight, rolloutWeight, rollouts } = settings
  const value = handle.judge(place.tokens)
  if (place.over || rollouts === 0) return valueWeight * value + rolloutWeight * value
  const requests = Array.from({ length: rollouts }, (_, k) => ({ prefix: place.tokens, rollout: turn * rollouts + k }))
  const whole = await handle.advance(requests, Number.POSITIVE_INFINITY)
  return valueWeight * value + rolloutWeight * mean(whole.map(({ tokens }) => handle.judge(tokens)))
}

function raise(place: Place, score: number): void {
  for (const at of upFrom(place)) {
    at.visits++
    at.sum += score
    at.value = meanOf(at)
  }
}
