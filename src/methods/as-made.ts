/** The run that a method is made for: where it is trained and with which settings. Pure. */
import type { Method, Training } from '../core/method.ts'
import type { ParamValue, ParamValues } from '../core/params.ts'
import { policySpec } from '../core/policy.ts'
import { blankRecipe, type Recipe, specsWith } from '../core/recipe.ts'
import { checkRecipe } from '../core/recipe-check.ts'
import type { Task } from '../core/task.ts'
import { methodOf, resolveMethod } from './index.ts'
import { lookupsOf } from './lookups.ts'
import { type Venue, venuesOf } from './needs.ts'

type Tasks = ReadonlyMap<string, Task>
type Place = Pick<Recipe, 'task' | 'policy'>

const kindOf = (policy: string): string => policySpec(policy).kind

/** Whether these settings are meant for this task and for this kind of policy. */
export const holdsAt = ({ at = {} }: Training, { task, policy }: Place): boolean =>
  (at.task ?? task) === task && (at.policy === undefined || kindOf(at.policy) === kindOf(policy))

/** Settings that the method is made for at a place; none where it names none for there. */
export function trainingAt(method: string, place: Place): ParamValues {
  const { training } = methodOf(method)
  return training && holdsAt(training, place) ? training.params : {}
}

/** Places on the tasks that the method suggests, where these fill its needs; else the first venue that does. */
export function venuesFor(
  { id, tasks: suggested = [], training }: Pick<Method, 'id' | 'tasks' | 'training'>,
  tasks: Tasks,
): Venue[] {
  const venues = venuesOf(resolveMethod(id), tasks)
  const named = suggested.flatMap(name => venues.find(({ task }) => task.id === name) ?? [])
  const found = named.length > 0 ? named : venues.slice(0, 1)
  return found.map(venue => madeFor(venue, training))
}

/** At the level and with the policy that the training names, where the task has them. */
function madeFor(venue: Venue, { at = {} }: Partial<Training> = {}): Venue {
  const { task } = venue
  if (at.task !== undefined && at.task !== task.id) return venue
  const level = task.levels.find(({ id }) => id === at.level) ?? venue.level
  const playable = [...level.policies, ...(task.rows ? ['tabular'] : [])]
  const policy = [at.policy, venue.policy].find(id => id !== undefined && playable.includes(id)) ?? playable[0]
  return { task, level, policy: policy ?? venue.policy }
}

/** What the method's button opens at a venue: fresh settings and those that it is made for. */
export function asMade(method: string, { task, level, policy }: Venue, tasks: Tasks): Recipe {
  const place = { task: task.id, level: level.id, policy }
  const base = methodOf(method).training?.at?.base ?? blankRecipe.base
  const params = trainingAt(method, place)
  return checkRecipe({ ...blankRecipe, ...place, base, method, params }, lookupsOf(tasks)).recipe
}

export interface Setting {
  readonly key: string
  readonly label: string
  readonly value: ParamValue
}

/** Everything that the method's training sets, with the names that people read. */
export function settingsOf({ id, training }: Pick<Method, 'id' | 'training'>): readonly Setting[] {
  const specs = specsWith(training?.at?.policy ?? blankRecipe.policy, resolveMethod(id).specs)
  return Object.entries(training?.params ?? {}).map(([key, value]) => ({ key, label: specs[key]?.label ?? key, value }))
}

/** Those that the method is made for at a recipe's place and that the recipe sets otherwise. */
export function unlikeMade(recipe: Recipe): readonly Setting[] {
  const method = methodOf(recipe.method)
  if (!method.training || !holdsAt(method.training, recipe)) return []
  const specs = specsWith(recipe.policy, resolveMethod(method.id).specs)
  return settingsOf(method).filter(({ key, value }) => (recipe.params[key] ?? specs[key]?.default) !== value)
}
