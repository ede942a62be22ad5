/** The choices of the setup, as entries of its pickers. */
import { presets } from '../../core/presets.ts'
import type { Recipe } from '../../core/recipe.ts'
import { methodOf, methods } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { levelOrFirst, policiesOf } from '../../store/recipe-edits.ts'
import { lacks } from '../../store/select/needs.ts'
import { taskOf, tasks } from '../../tasks/index.ts'
import type { Pick } from './Picker.tsx'

export const presetPicks: readonly Pick[] = presets.map(({ id, title, text }) => ({ id, title, note: text }))

export const taskPicks: readonly Pick[] = [...tasks.values()].map(({ id, title, description, episodes }) => ({
  id,
  title,
  note: description,
  mark: episodes ? 'turns' : '',
}))

/** One's own stands among them while it is chosen. */
export function methodPicks(recipe: Recipe): Pick[] {
  const known = recipe.own === undefined ? [...methods.values()] : [methodOf(recipe.method), ...methods.values()]
  return known
    .map(({ id, title }) => {
      const { idea, paper } = wordsOf(id)
      const warning = lacks(id, recipe)
      return { id, title, note: idea, mark: String(paper.year), ...(warning && { warning }) }
    })
    .sort((a, b) => a.title.localeCompare(b.title))
}

export function policyPicks(recipe: Recipe): Pick[] {
  const task = taskOf(recipe.task)
  const level = levelOrFirst(task, recipe.level)
  return policiesOf(task, level).map(id => ({
    id,
    title: policyTitle(id),
    note: level.policies.includes(id) ? 'has a warm start here' : 'starts from random weights',
  }))
}

export const policyTitle = (id: string): string =>
  id === 'tabular' ? 'Tabular' : id.replace(/^gpt-(\d+)x(\d+)$/, 'GPT $1×$2')
