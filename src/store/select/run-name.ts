/** What a run is called: as somebody named it, or else by what changed when it was made of another one. */
import type { ParamValue } from '../../core/params.ts'
import type { Recipe } from '../../core/recipe.ts'
import { slotPrefix } from '../../core/recipe-slots.ts'
import { nameOf, resolveRecipe, titleOf } from '../../methods/index.ts'
import { taskOf } from '../../tasks/index.ts'
import { type Difference, differences, levelOrFirst } from '../recipe-edits.ts'
import type { RunState } from '../state.ts'

/** Characters of a name at most. */
export const longestName = 60

/** `GRPO`, `Dr. GRPO`, `group size 8 → 16`, `GRPO from 40`, `GRPO again`. */
export function runName({ name, log, recipe, origin }: Pick<RunState, 'name' | 'log' | 'recipe' | 'origin'>): string {
  if (name !== undefined) return name
  if (log) return log.name.slice(0, longestName)
  const method = nameOf(resolveRecipe(recipe))
  if (!origin) return method
  const changed = changeWords(origin.recipe, recipe)
  const from = origin.iteration > 0 ? ` from ${origin.iteration}` : ''
  if (changed.length === 0) return `${method}${from || ' again'}`
  const more = changed.length > 2 ? ` and ${changed.length - 2} more` : ''
  return `${changed.slice(0, 2).join(', ')}${more}${from}`
}

/** What differs, a few words each, in the order of the form; the method first, by its title alone. */
export function changeWords(from: Recipe, to: Recipe): string[] {
  return differences(from, to).map(difference => words(difference, to))
}

/** The same in a few characters, for the end of a line: what it is now. */
export function shortChange(from: Recipe, to: Recipe): string | undefined {
  const [first] = differences(from, to)
  if (!first) return undefined
  const { key, label, to: value } = first
  const isSetting = !(choiceKeys.has(key) || key.startsWith(slotPrefix))
  if (!isSetting) return words(first, to)
  return typeof value === 'string' ? value : `${uncapital(label)} ${valueWords(value)}`
}

const choiceKeys: ReadonlySet<string> = new Set(['task', 'level', 'policy', 'base', 'method', 'own', 'seed'])

function words({ key, label, from, to }: Difference, recipe: Recipe): string {
  if (key.startsWith(slotPrefix)) return `the ${label.toLowerCase()} of ${titleOf(String(to))}`
  switch (key) {
    case 'method':
      return titleOf(recipe.method)
    case 'task':
      return taskOf(recipe.task).title
    case 'level':
      return `level ${levelOrFirst(taskOf(recipe.task), recipe.level).title}`
    case 'own':
      return 'program rewritten'
    case 'policy':
      return `policy ${to}`
    case 'base':
      return `${to} start`
    default:
      return `${uncapital(label)} ${valueWords(from)} → ${valueWords(to)}`
  }
}

const valueWords = (value: ParamValue): string => String(value)

/** `Group size` in the middle of a sentence; `KL weight` stays. */
const uncapital = (label: string): string =>
  /^[A-Z][a-z ]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
