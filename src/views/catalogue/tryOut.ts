/** Setups in which a method can be seen at work. Pure. */

import type { Method } from '../../core/method.ts'
import { blankRecipe, type Recipe } from '../../core/recipe.ts'
import { resolveMethod } from '../../methods/index.ts'
import { type Venue, venuesOf } from '../../methods/needs.ts'
import { withMethod, withParams, withPolicy } from '../../store/recipe-edits.ts'
import { lacks } from '../../store/select/needs.ts'
import { tasks } from '../../tasks/index.ts'

/** Places on the tasks that the method suggests, where these fill its needs; else the first venue that does. */
export function venuesFor({ id, tasks: suggested = [] }: Pick<Method, 'id' | 'tasks'>): Venue[] {
  const venues = venuesOf(resolveMethod(id), tasks)
  const named = suggested.flatMap(name => venues.find(({ task }) => task.id === name) ?? [])
  return named.length > 0 ? named : venues.slice(0, 1)
}

/**
 * On the present task the other settings stay, so that the two runs can be compared, except those that stand in the
 * method's way; elsewhere all are fresh. Nothing is taken from other methods.
 */
export function trial({ slots: _, ...present }: Recipe, method: string, { task, level, policy }: Venue): Recipe {
  const inPlace = (recipe: Recipe) => withPolicy({ ...recipe, task: task.id, level: level.id }, policy)
  if (present.task !== task.id) return withMethod(inPlace(blankRecipe), method)
  const moved = inPlace(present)
  const wanted = [present, moved].find(recipe => lacks(method, recipe) === undefined)
  return withMethod(wanted ?? withParams(moved, { topK: 0, topP: 1 }), method)
}
