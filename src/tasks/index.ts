/** The registry: every file in this folder is a task. Registration is a consequence of existing. */
import { lookUp } from '../core/fail.ts'
import type { Base, Level, Task } from '../core/task.ts'

const files = import.meta.glob<Task>(['./*.ts', '!./*.test.ts', '!./index.ts'], { eager: true, import: 'default' })

export const tasks: ReadonlyMap<string, Task> = new Map(
  Object.values(files)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(task => [task.id, task]),
)

/** Files by task id, for the test that compares file names and ids. */
export const taskFiles: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, task]) => [task.id, path]),
)

export const taskOf = (id: string): Task => lookUp('task', id, tasks)

export const levelOf = (task: Task, id: string): Level =>
  lookUp('level', id, new Map(task.levels.map(level => [level.id, level])))

/** What is chosen when a recipe names only the task: its first level. */
export const defaultLevel = (task: Task): Level =>
  task.levels[0] ?? lookUp('level', 'the first', new Map<string, Level>())

export const defaultPolicy = (level: Level): string => level.policies[0] ?? 'tabular'

export const basesOf = (level: Level): readonly Base[] => level.bases ?? ['warm']
