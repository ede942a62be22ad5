/** Which parameters a method's page shows first, and whose values stand beside them. Pure. */
import { type Convention, conventions, followed } from '../../core/conventions.ts'
import type { Method } from '../../core/method.ts'
import { type ParamSpec, saidBy } from '../../core/params.ts'
import type { ResolvedMethod } from '../../methods/index.ts'

/** Declared by a part that the method invents, or set by the method to a value of its own. */
export function isOwnParam(resolved: ResolvedMethod, key: string): boolean {
  const { method, slotOf, weighting, regularisers } = resolved
  const { id, defaults = {} } = method
  const slot = slotOf[key]
  if (slot === undefined || key in defaults) return key in defaults
  if (key in weighting.params) return false
  if (slot === 'regulariser') return regularisers.some(({ owner, part }) => owner === id && key in part.params)
  return resolved[slot]?.owner === id
}

/** The paper, and the trainers that ship the method, as far as they say something of these parameters. */
export function columnsOf({ shipped = [] }: Pick<Method, 'shipped'>, specs: readonly ParamSpec[]): Convention[] {
  const ships = (convention: Convention): boolean =>
    shipped.some(trainer => trainer === convention || trainer === followed(convention))
  return conventions.filter(
    convention =>
      (convention === 'paper' || ships(convention)) && specs.some(spec => saidBy(spec, convention) !== undefined),
  )
}
