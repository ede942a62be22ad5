/** The registries as core/recipe-check.ts asks about them. */
import type { RecipeLookups } from '../../core/recipe-check.ts'
import { methods, resolveMethod } from '../../methods/index.ts'
import { tasks } from '../../tasks/index.ts'

export const lookups: RecipeLookups = {
  tasks: new Map([...tasks].map(([id, task]) => [id, { levels: task.levels, tabular: task.rows !== undefined }])),
  methods: new Map([...methods.keys()].map(id => [id, resolveMethod(id).specs])),
}
