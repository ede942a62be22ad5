import { openDialogue } from '../../core/dialogue.ts'
import { responseOf } from '../run.ts'
import { provider } from './shared/provider.ts'

/** Which subgoal each turn reaches. */
export default provider('subgoal', async ({ task, level }, { batch, problems }) => {
  const subgoalOf = task.episodes?.subgoalOf
  if (!subgoalOf) return undefined
  const reached = Array.from(batch.group, (group, i) => {
    const dialogue = openDialogue(task, level, problems[group]!)
    const perTurn: number[] = []
    for (const token of responseOf(batch, i)) {
      dialogue.hear([token])
      if (dialogue.turns().length > perTurn.length) perTurn.push(subgoalOf(dialogue.state()))
    }
    return perTurn
  })
  return Float32Array.from(reached.flat())
})
