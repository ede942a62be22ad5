/** The pictures of a method: which there are, and how each is drawn. */
import { type Slot, slots } from '../core/method.ts'
import { defaultsOf, type ParamValues } from '../core/params.ts'
import { ownId } from '../core/recipe-own.ts'
import { methodFiles, type ResolvedMethod, resolveMethod, yardstick } from '../methods/index.ts'
import type { Drawn, FigureKind, Tools } from './figure.ts'
import { difficulty, gap } from './kinds/advantage.ts'
import { share } from './kinds/aggregation.ts'
import { chosen, draws, kept, sizes } from './kinds/choosing.ts'
import { lambda, tokens } from './kinds/credit.ts'
import { loss, ratio } from './kinds/objective.ts'
import { margin } from './kinds/pairing.ts'
import { kl, term } from './kinds/regulariser.ts'
import { replayed } from './kinds/replay.ts'
import { length } from './kinds/reward.ts'

export type { Drawn, FigureKind, Line } from './figure.ts'

export const figureKinds = {
  draws,
  kept,
  sizes,
  chosen,
  length,
  replayed,
  margin,
  difficulty,
  gap,
  tokens,
  lambda,
  ratio,
  loss,
  share,
  term,
  kl,
} as const satisfies Readonly<Record<string, FigureKind>>

export type FigureId = keyof typeof figureKinds
export const figureIds = Object.keys(figureKinds).filter((id): id is FigureId => Object.hasOwn(figureKinds, id))

/** The slot of a method's leading idea: the folder that its file lies in. */
const leadingOf = (id: string): Slot | undefined => slots.find(slot => methodFiles.get(id)?.includes(`/${slot}/`))

/** Slots whose pictures are the method's own: that of its leading idea first, then the others that it invents. */
export function ownSlots({ method }: ResolvedMethod): Slot[] {
  // What a sandbox computes, no picture can.
  if (method.id === ownId) return []
  const leading = leadingOf(method.id)
  const invented = slots.filter(slot => typeof method.slots[slot] === 'object')
  return [...new Set([...(leading ? [leading] : []), ...invented])]
}

/** Pictures that are worth a look wherever what fills their slot is not what the yardstick has there. */
const telling: readonly FigureId[] = ['ratio', 'share', 'kl']

/** Another part, or the same with other settings. */
function isUnusual(method: ResolvedMethod, slot: Slot): boolean {
  const usual = resolveMethod(yardstick)
  if (method[slot]?.owner !== usual[slot]?.owner) return true
  const own = Object.keys(method.specs).filter(key => method.slotOf[key] === slot)
  return own.some(key => key in usual.specs && method.specs[key]?.default !== usual.specs[key]?.default)
}

/** Pictures of the method's own slots, the leading one's first; then of what it borrows that the yardstick does not. */
export function figuresOf(method: ResolvedMethod): FigureId[] {
  const params = defaultsOf(method.specs)
  const leading = leadingOf(method.method.id)
  const shows = (id: FigureId): boolean => {
    const { slot, fits, idle }: FigureKind = figureKinds[id]
    return fits(method) && (slot === leading || !idle?.(method, params))
  }
  const own = ownSlots(method).flatMap(slot => figureIds.filter(id => figureKinds[id].slot === slot && shows(id)))
  const others = telling.filter(id => shows(id) && (id === 'kl' || isUnusual(method, figureKinds[id].slot)))
  return [...new Set([...own, ...others])]
}

/** Draws a picture of a method. `params` holds a value for every key of `method.specs`. */
export const draw = async (
  tools: Tools,
  id: FigureId,
  method: ResolvedMethod,
  params: ParamValues,
  settings: ParamValues = {},
): Promise<Drawn> => figureKinds[id].draw(tools, method, params, settings)
