/** Edits of a recipe, as values. Whatever one choice makes impossible is replaced by the nearest possible. */
import {
  type Convention,
  conventionOf,
  legalise,
  type ParamSpecs,
  type ParamValue,
  type ParamValues,
  valuesOf,
} from '../core/params.ts'
import type { Recipe } from '../core/recipe.ts'
import { slotsFor, specsOf } from '../core/recipe-check.ts'
import { ownField, ownId } from '../core/recipe-own.ts'
import { slotPrefix } from '../core/recipe-slots.ts'
import { type CombinableSlot, combinableSlots, type Taken } from '../core/slots.ts'
import type { Level, Task } from '../core/task.ts'
import { resolveRecipe } from '../methods/index.ts'
import { lookupsOf } from '../methods/lookups.ts'
import { basesOf, defaultLevel, defaultPolicy, taskOf, tasks } from '../tasks/index.ts'

export const lookups = lookupsOf(tasks)

/** Every parameter's value: the recipe's own, else the default. */
export const paramsOf = (recipe: Recipe): ParamValues => valuesOf(specsOf(recipe, lookups), recipe.params)

/** Legal values that differ from their default; unknown keys are dropped. */
function tidy(specs: ParamSpecs, params: ParamValues): ParamValues {
  const kept = Object.entries(params).flatMap(([key, value]): [string, ParamValue][] => {
    const spec = specs[key]
    if (!spec) return []
    const legal = legalise(key, spec, value).value
    return legal === spec.default ? [] : [[key, legal]]
  })
  return Object.fromEntries(kept)
}

export const withParams = (recipe: Recipe, params: ParamValues): Recipe => ({
  ...recipe,
  params: tidy(specsOf(recipe, lookups), { ...recipe.params, ...params }),
})

export const withConvention = (recipe: Recipe, convention: Convention): Recipe =>
  withParams(recipe, conventionOf(resolveRecipe(recipe).specs, convention))

/** Parameters that the new method shares keep their values, and slots that it can take stay taken. */
export const withMethod = ({ own, ...recipe }: Recipe, method: string): Recipe =>
  withSlots({ ...recipe, method, ...ownField(method, own) }, recipe.slots, () => {})

/** Trained with this program. */
export const withProgram = (recipe: Recipe, own: string): Recipe => withMethod({ ...recipe, own }, ownId)

/** Takes a slot from another method; from the recipe's own: gives it back. Fails where it does not fit. */
export const withSlot = (recipe: Recipe, slot: CombinableSlot, from: string): Recipe =>
  withSlots(recipe, { ...recipe.slots, [slot]: from })

function withSlots(
  { slots: _, ...recipe }: Recipe,
  wished: Taken | undefined,
  notice?: (sentence: string) => void,
): Recipe {
  const taken = { ...recipe, ...slotsFor(recipe.method, wished, lookups, notice) }
  return { ...taken, params: tidy(specsOf(taken, lookups), recipe.params) }
}

/** The level of this name, else the task's first. */
export const levelOrFirst = (task: Task, id: string): Level =>
  task.levels.find(level => level.id === id) ?? defaultLevel(task)

/** A policy with a warm start there, for a network that knows nothing of the new task shows little. */
export function withTask(recipe: Recipe, id: string): Recipe {
  const task = taskOf(id)
  const level = levelOrFirst(task, recipe.level)
  const policy = level.policies.includes(recipe.policy) ? recipe.policy : defaultPolicy(level)
  return withPolicy({ ...recipe, task: id, level: level.id }, policy)
}

export function withLevel(recipe: Recipe, id: string): Recipe {
  const level = levelOrFirst(taskOf(recipe.task), id)
  return withPolicy({ ...recipe, level: level.id }, recipe.policy)
}

/** The policy stays where it can play; otherwise the level's own first one is taken. */
export function withPolicy(recipe: Recipe, wished: string): Recipe {
  const task = taskOf(recipe.task)
  const level = levelOrFirst(task, recipe.level)
  const policy = policiesOf(task, level).includes(wished) ? wished : defaultPolicy(level)
  const bases = startsOf(level, policy)
  const base = bases.includes(recipe.base) ? recipe.base : (bases[0] ?? 'random')
  return withParams({ ...recipe, policy, base, params: paramsFor(recipe, policy) }, {})
}

/** A learning rate for a table would break a network, and one for a network would leave a table as it is. */
function paramsFor({ policy: before, params }: Recipe, policy: string): ParamValues {
  if ((before === 'tabular') === (policy === 'tabular')) return params
  const { learningRate: _, ...others } = params
  return others
}

/** Starting weights that exist for a policy on a level; `random` always does. */
export const startsOf = (level: Level, policy: string): string[] => [
  ...(level.policies.includes(policy) ? basesOf(level) : []),
  'random',
]

/** Sizes that can be trained from scratch anywhere. */
const anySize = ['gpt-1x32', 'gpt-2x32', 'gpt-2x64', 'gpt-3x96', 'gpt-4x128']

/** Policies that can play a level: those with a warm start first. */
export function policiesOf(task: Task, level: Level): string[] {
  const tabular = task.rows ? ['tabular'] : []
  return [...new Set([...level.policies, ...tabular, ...anySize])]
}

export interface Difference {
  readonly key: string
  readonly label: string
  readonly from: ParamValue
  readonly to: ParamValue
}

const choices = ['task', 'level', 'policy', 'base', 'method', 'seed'] as const

/** What differs between two recipes, in the order of the form. */
export function differences(from: Recipe, to: Recipe): Difference[] {
  const chosen = choices.flatMap(key =>
    from[key] === to[key] ? [] : [{ key, label: capital(key), from: from[key], to: to[key] }],
  )
  const isRewritten = from.own !== to.own && from.own !== undefined && to.own !== undefined
  const rewritten = isRewritten ? [{ key: 'own', label: 'Program', from: 'before', to: 'rewritten' }] : []
  const taken = combinableSlots.flatMap(slot => {
    const [old = from.method, now = to.method] = [from.slots?.[slot], to.slots?.[slot]]
    const isSame = from.slots?.[slot] === to.slots?.[slot]
    return isSame ? [] : [{ key: slotPrefix + slot, label: capital(slot), from: old, to: now }]
  })
  const before = paramsOf(from)
  const now = paramsOf(to)
  const tuned = Object.entries(specsOf(to, lookups)).flatMap(([key, { label, default: normal }]) => {
    const old = before[key] ?? normal
    const value = now[key] ?? normal
    // The new method's own default is no decision of the person's.
    const isDefault = value === normal && (from.params[key] === undefined || !(key in before))
    return old === value || isDefault ? [] : [{ key, label, from: old, to: value }]
  })
  return [...chosen, ...rewritten, ...taken, ...tuned]
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
