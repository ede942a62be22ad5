/** Turn structure of responses, read from their tokens alone: the world is a pure function of what was said to it. */
import type { Batch } from '../../core/batch.ts'
import { readDialogue } from '../../core/dialogue.ts'
import type { Problem } from '../../core/task.ts'
import { type Run, responseOf } from '../run.ts'

type TurnColumns = Pick<Batch, 'mask' | 'truncated' | 'turns' | 'stateKey'>

/** Mask, truncation, turns and the states they began in, of responses as they were drawn. */
export function turnColumns({ task, level }: Run, problems: readonly Problem[], batch: Batch): TurnColumns {
  const mask = new Float32Array(batch.token.length).fill(1)
  const truncated = new Float32Array(batch.rollouts)
  if (!task.episodes) {
    for (let i = 0; i < batch.rollouts; i++) {
      const last = batch.token[batch.tokenStart[i + 1]! - 1]
      truncated[i] = task.end !== undefined && last !== task.end ? 1 : 0
    }
    return { mask, truncated }
  }
  const spans: { rollout: number; start: number; end: number; key: string; state: number }[] = []
  const states = new Map<string, number>()
  for (let i = 0; i < batch.rollouts; i++) {
    const first = batch.tokenStart[i]!
    const problem = problems[batch.group[i]!]!
    const dialogue = readDialogue(task, level, problem, responseOf(batch, i))
    mask.set(dialogue.mask(), first)
    truncated[i] = dialogue.closed() ? 0 : 1
    for (const { start, end, key } of dialogue.turns()) {
      // States of different problems are different, however their keys read.
      const own = `${problem.index}\n${key}`
      if (!states.has(own)) states.set(own, states.size)
      spans.push({ rollout: i, start: first + start, end: first + end, key, state: states.get(own) ?? 0 })
    }
  }
  const turns = {
    rollout: Int32Array.from(spans, span => span.rollout),
    start: Int32Array.from(spans, span => span.start),
    end: Int32Array.from(spans, span => span.end),
    key: spans.map(({ key }) => key),
  }
  return { mask, truncated, turns, stateKey: Float32Array.from(spans, span => span.state) }
}
