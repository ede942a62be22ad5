/** Setups in which a method can be seen at work. Pure. */

import type { Method } from '../../core/method.ts'
import { blankRecipe, type Recipe } from '../../core/recipe.ts'
import type { Task } from '../../core/task.ts'
import { lacks } from '../../store/select/needs.ts'
import { withMethod, withTask } from '../../store/setup.ts'
import { defaultLevel, tasks } from '../../tasks/index.ts'

const canPlay = (id: string) => (task: Task) => lacks(id, task, defaultLevel(task)) === undefined

/** The tasks that the method suggests and that fill its needs; else the first task that does. */
export function tasksFor({ id, tasks: suggested = [] }: Pick<Method, 'id' | 'tasks'>): Task[] {
  const named = suggested.flatMap(name => tasks.get(name) ?? []).filter(canPlay(id))
  return named.length > 0 ? named : [...tasks.values()].filter(canPlay(id)).slice(0, 1)
}

/** On the present task the other settings stay, so that the two runs can be compared; elsewhere all are fresh. */
export const trial = (present: Recipe, method: string, task: string): Recipe =>
  present.task === task ? withMethod(present, method) : withMethod(withTask(blankRecipe, task), method)
