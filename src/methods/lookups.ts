/** The registries as core/recipe-check.ts asks about them. */
import type { RecipeLookups } from '../core/recipe-check.ts'
import type { Task } from '../core/task.ts'
import { methods, resolveRecipe } from './index.ts'

/** Methods and tasks know nothing of each other, so that whoever has both hands in the tasks. */
export const lookupsOf = (tasks: ReadonlyMap<string, Task>): RecipeLookups => ({
  tasks: new Map([...tasks].map(([id, task]) => [id, { levels: task.levels, tabular: task.rows !== undefined }])),
  methods: new Set(methods.keys()),
  specs: recipe => resolveRecipe(recipe).specs,
})
