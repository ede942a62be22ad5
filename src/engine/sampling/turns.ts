/** Turn structure of a response, read from its tokens alone: the world is a pure function of what was said to it. */
import type { Batch } from '../../core/batch.ts'
import type { Level, Problem, Task } from '../../core/task.ts'
import { type Run, responseOf } from '../run.ts'

export interface Turn {
  /** The policy's own tokens of this turn: start .. end-1. */
  readonly start: number
  readonly end: number
  /** Key of the world's state before the turn; empty for the first. */
  readonly stateKey: string
  /** What the world paid for it. */
  readonly reward: number
}

export interface Dialogue {
  readonly turns: readonly Turn[]
  /** Per token: 1 = said by the policy, 0 = by the world. */
  readonly mask: Float32Array
  /** The episode has ended: by the end token, by the world, or by the length limit. */
  readonly over: boolean
  /** The world, not the length limit, ended it. */
  readonly closed: boolean
  /** What the world has to say before the policy may go on. */
  readonly owed: readonly number[]
}

/** Ids that end a turn, the end token included; undefined where every token is a turn. */
const turnEnds = (task: Task): readonly number[] | undefined =>
  task.turnEnd && [...task.turnEnd, ...(task.end === undefined ? [] : [task.end])]

/** Tokens after which sampling must stop to let the world speak, or to end the response. */
export function stopTokens(task: Task): readonly number[] {
  if (!task.reply) return task.end === undefined ? [] : [task.end]
  return turnEnds(task) ?? task.vocabulary.map((_, id) => id)
}

/** Walks through a response turn by turn and asks the world for its replies. */
export function readDialogue(task: Task, level: Level, problem: Problem, tokens: readonly number[]): Dialogue {
  const mask = new Float32Array(tokens.length).fill(1)
  const turns: Turn[] = []
  const ends = turnEnds(task)
  let stateKey = ''
  let start = 0
  for (;;) {
    let end = start
    let ended = false
    while (end < tokens.length && !ended) {
      ended = ends === undefined || ends.includes(tokens[end]!)
      end++
    }
    const finished = task.end !== undefined && end > start && tokens[end - 1] === task.end
    const full = end >= level.maxResponse
    const reply = ended && !finished ? task.reply?.(level, problem, tokens.slice(0, end)) : undefined
    if (end > start) turns.push({ start, end, stateKey, reward: reply?.reward ?? 0 })
    if (!ended && !full) return { turns, mask, over: false, closed: false, owed: [] }
    if (!reply || full) return { turns, mask, over: true, closed: ended && !reply, owed: [] }
    const said = reply.tokens.slice(0, level.maxResponse - end)
    const heard = Math.min(tokens.length - end, said.length)
    mask.fill(0, end, end + heard)
    start = end + heard
    stateKey = reply.stateKey
    const owed = said.slice(heard)
    const room = start + owed.length < level.maxResponse
    if (start === tokens.length || !room) return { turns, mask, over: !room, closed: false, owed }
  }
}

type TurnColumns = Pick<Batch, 'mask' | 'truncated' | 'turns' | 'stateKey'>

/** Mask, truncation, turns and the states they began in, of responses as they were drawn. */
export function turnColumns({ task, level }: Run, problems: readonly Problem[], batch: Batch): TurnColumns {
  const mask = new Float32Array(batch.token.length).fill(1)
  const truncated = new Float32Array(batch.rollouts)
  if (!task.reply) {
    for (let i = 0; i < batch.rollouts; i++) {
      const last = batch.token[batch.tokenStart[i + 1]! - 1]
      truncated[i] = task.end !== undefined && last !== task.end ? 1 : 0
    }
    return { mask, truncated }
  }
  const spans: { rollout: number; start: number; end: number; state: number }[] = []
  const states = new Map<string, number>()
  for (let i = 0; i < batch.rollouts; i++) {
    const first = batch.tokenStart[i]!
    const problem = problems[batch.group[i]!]!
    const dialogue = readDialogue(task, level, problem, responseOf(batch, i))
    mask.set(dialogue.mask, first)
    truncated[i] = dialogue.closed ? 0 : 1
    for (const { start, end, stateKey } of dialogue.turns) {
      // States of different problems are different, however their keys read.
      const key = `${problem.index}\n${stateKey}`
      if (!states.has(key)) states.set(key, states.size)
      spans.push({ rollout: i, start: first + start, end: first + end, state: states.get(key) ?? 0 })
    }
  }
  const turns = {
    rollout: Int32Array.from(spans, span => span.rollout),
    start: Int32Array.from(spans, span => span.start),
    end: Int32Array.from(spans, span => span.end),
  }
  return { mask, truncated, turns, stateKey: Float32Array.from(spans, span => span.state) }
}
