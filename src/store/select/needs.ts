/** What a method needs that a task cannot give: the reason why it, or its parameters, would do nothing here. */
import type { Column } from '../../core/batch.ts'
import type { Level, Task } from '../../core/task.ts'
import { resolveMethod } from '../../methods/index.ts'

const turnColumns: ReadonlySet<Column> = new Set(['turnReward', 'stateKey'])
const exactColumns: ReadonlySet<Column> = new Set(['exactAdvantage', 'prefixValue'])

/** One sentence, or nothing when the task has all that the method needs. */
export function lacks(method: string, task: Task, level: Level): string | undefined {
  const { needs } = resolveMethod(method)
  const turns = needs.filter(column => turnColumns.has(column))
  if (turns.length > 0 && !task.multiTurn) {
    return `Needs ${turns.join(' and ')}, and ${task.title} has one turn only. Choose a task of several turns.`
  }
  const exact = needs.filter(column => exactColumns.has(column))
  if (exact.length > 0 && !task.enumeration?.(level)) {
    return `Needs ${exact.join(' and ')}, and ${task.title} is too large to enumerate. Choose a smaller task.`
  }
  return undefined
}
