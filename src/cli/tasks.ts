/** `tasks`: every registered task. */
import type { Task } from '../core/task.ts'
import { tasks } from '../tasks/index.ts'
import { type CliCommand, parseOptions } from './args.ts'
import { table } from './table.ts'

const describe = (task: Task) => ({
  id: task.id,
  title: task.title,
  description: task.description,
  levels: task.levels,
  enumerable: task.enumeration !== undefined,
  multiTurn: task.episodes !== undefined,
  vocabulary: task.vocabulary,
})

export const tasksCommand: CliCommand = {
  summary: 'list the tasks',
  help: `tasks [--json]

Lists every task. With --json: an array of {id, title, description, levels, enumerable, multiTurn, vocabulary}; a task
is enumerable when exact values of every prefix can be computed, and multiTurn when its world answers a turn.`,
  run: async (args, { out }) => {
    const options = parseOptions(args, { json: 'flag' })
    const all = [...tasks.values()].map(describe)
    if (options.flag('json')) {
      out(JSON.stringify(all, null, 2))
      return 0
    }
    const mark = (yes: boolean, word: string) => (yes ? [word] : [])
    out(
      table(
        ['id', 'levels', 'kind', 'title'],
        all.map(task => [
          task.id,
          task.levels.map(level => level.id).join(' '),
          [...mark(task.enumerable, 'exact'), ...mark(task.multiTurn, 'multi-turn')].join(' '),
          task.title,
        ]),
      ),
    )
    return 0
  },
}
