/** Turn structure of a response, read from its tokens alone: the world is a pure function of what was said to it. */
import type { Level, Problem, Task } from '../../core/task.ts'

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
