/** Setups in which a method can be seen at work. Pure. */

import type { Method } from '../../core/method.ts'
import type { Recipe } from '../../core/recipe.ts'
import { asMade, trainingAt, venuesFor as venuesIn } from '../../methods/as-made.ts'
import type { Venue } from '../../methods/needs.ts'
import { withMethod, withParams, withPolicy } from '../../store/recipe-edits.ts'
import { lacks } from '../../store/select/needs.ts'
import { tasks } from '../../tasks/index.ts'

/** Places on the tasks that the method suggests, where these fill its needs; else the first venue that does. */
export const venuesFor = (method: Pick<Method, 'id' | 'tasks' | 'training'>): Venue[] => venuesIn(method, tasks)

/**
 * On the present task whatever was set stays, so that the two runs can be compared, except what stands in the method's
 * way; settings that the method is made for take the place of defaults. Elsewhere all is as the method is made for.
 * Nothing is taken from other methods.
 */
export function trial({ slots: _, ...present }: Recipe, method: string, venue: Venue): Recipe {
  const { task, level, policy } = venue
  if (present.task !== task.id) return asMade(method, venue, tasks)
  const moved = withPolicy({ ...present, level: level.id }, policy)
  const wanted = [present, moved].find(recipe => lacks(method, recipe) === undefined)
  const kept = withMethod(wanted ?? withParams(moved, { topK: 0, topP: 1 }), method)
  return withParams(kept, { ...trainingAt(method, kept), ...kept.params })
}
