/** What a method needs that a setup cannot give: the reason why it cannot be trained there. */

import { policySpec } from '../../core/policy.ts'
import type { Recipe } from '../../core/recipe.ts'
import type { Taken } from '../../core/slots.ts'
import { isCut, teacherOf, type World } from '../../core/world.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { cureOf, unmet } from '../../methods/needs.ts'
import { taskOf, tasks } from '../../tasks/index.ts'
import { levelOrFirst } from '../recipe-edits.ts'

/**
 * Two sentences: what is missing and why, and where it would be there. Nothing when the method, with these slots of
 * others, has all it needs.
 */
export function lacks(
  method: string,
  setup: Omit<Recipe, 'method' | 'slots' | 'base' | 'seed'>,
  slots?: Taken,
): string | undefined {
  const { params } = setup
  const task = taskOf(setup.task)
  const world: World = {
    task,
    level: levelOrFirst(task, setup.level),
    policy: policySpec(setup.policy).kind,
    cut: isCut(params),
    policyId: setup.policy,
    ...teacherOf(params),
  }
  const resolved = resolveRecipe({ method, ...(slots && { slots }) })
  const missing = unmet(resolved, world)
  return missing && `Needs ${missing.columns.join(' and ')}, but ${missing.why}. ${cureOf(resolved, world, tasks)}`
}
