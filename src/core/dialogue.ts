/**
 * A response in a world of several turns, read token by token: whose each token is, where turns begin and end, in which
 * state of the world, and what the world has still to say. The world is asked once per turn.
 */
import { isOver, type Level, type Problem, type TableRows, type Task } from './task.ts'

export interface Turn {
  /** The policy's own tokens of this turn: start .. end-1. */
  readonly start: number
  readonly end: number
  /** Key of the world's state before the turn. */
  readonly key: string
  /** What the world paid for it. */
  readonly reward: number
}

export interface Dialogue {
  /** Takes what follows in the response. */
  readonly hear: (tokens: readonly number[]) => void
  /** Turns so far; the last may be unfinished. */
  readonly turns: () => readonly Turn[]
  /** Per token heard: 1 = said by the policy, 0 = by the world. */
  readonly mask: () => Float32Array
  /** The episode has ended: by the end token, by the world, or by the length limit. */
  readonly over: () => boolean
  /** The world or the end token, not the length limit, ended it. */
  readonly closed: () => boolean
  /** What the world has to say before the policy may go on. */
  readonly owed: () => readonly number[]
  /** The world after the last finished turn. */
  readonly state: () => unknown
  /** The policy's own tokens of the unfinished turn. */
  readonly said: () => readonly number[]
}
/** What of a task a dialogue is read with. */
export type World = Pick<Task, 'episodes' | 'end'>

/** Ids that end a turn, the end token included; undefined where every token is a turn. */
const turnEnds = ({ episodes, end }: World): readonly number[] | undefined =>
  episodes?.ends && [...episodes.ends, ...(end === undefined ? [] : [end])]

/** Tokens after which sampling must stop to let the world speak, or to end the response. */
export function stopTokens(task: Task): readonly number[] {
  if (!task.episodes) return task.end === undefined ? [] : [task.end]
  return turnEnds(task) ?? task.vocabulary.map((_, id) => id)
}

/** The dialogue of one response, before its first token. Of a task of one turn it is one turn. */
export function openDialogue(task: World, level: Level, problem: Problem): Dialogue {
  const { episodes } = task
  const ends = turnEnds(task)
  const turns: Turn[] = []
  const holes: number[] = []
  let state = episodes?.begin(level, problem)
  let length = 0
  let start = 0
  let said: number[] = []
  let owed: readonly number[] = []
  let over = false
  let closed = false

  const key = () => episodes?.keyOf(state) ?? ''
  const finish = (isClosed: boolean) => {
    over = true
    closed = isClosed
  }
  const hearWorld = () => {
    holes.push(length++)
    owed = owed.slice(1)
    start = length
    if (length >= level.maxResponse) finish(false)
  }
  const hearPolicy = (token: number) => {
    length++
    said.push(token)
    const isLast = token === task.end
    const isEnd = episodes ? ends === undefined || ends.includes(token) : isLast
    const isFull = length >= level.maxResponse
    if (!isEnd && !isFull) return
    const step = isEnd && !isLast ? episodes?.after(state, said) : undefined
    turns.push({ start, end: length, key: key(), reward: step?.reward ?? 0 })
    said = []
    start = length
    if (step) state = step.state
    if (!step || step.over || isFull) return finish(isEnd && (!step || step.over))
    owed = step.says.slice(0, level.maxResponse - length)
  }
  return {
    hear: tokens => {
      for (const token of tokens) {
        if (over && owed.length === 0) length++
        else if (owed.length > 0) hearWorld()
        else hearPolicy(token)
      }
    },
    turns: () => (length > start && !over ? [...turns, { start, end: length, key: key(), reward: 0 }] : turns),
    mask: () => {
      const mask = new Float32Array(length).fill(1)
      for (const at of holes) mask[at] = 0
      return mask
    },
    over: () => over,
    closed: () => closed,
    owed: () => owed,
    state: () => state,
    said: () => said,
  }
}

/** Rows of a table for a world whose future depends on its state and on the unfinished turn alone. */
export function rowsByState(
  world: World,
  level: Level,
  count: number,
  rowIn: (problem: Problem, state: unknown, said: readonly number[]) => number,
): TableRows {
  const rowAt = (problem: Problem, dialogue: Dialogue) => rowIn(problem, dialogue.state(), dialogue.said())
  return {
    count,
    rowOf: (problem, response) => rowAt(problem, readDialogue(world, level, problem, response)),
    walk: problem => {
      const dialogue = openDialogue(world, level, problem)
      return { row: () => rowAt(problem, dialogue), hear: token => dialogue.hear([token]) }
    },
  }
}

/** The dialogue of a whole response, or of its beginning. */
export function readDialogue(task: World, level: Level, problem: Problem, tokens: readonly number[]): Dialogue {
  const dialogue = openDialogue(task, level, problem)
  dialogue.hear(tokens)
  return dialogue
}

/** Whether nothing may follow a response. */
export const hasEnded = (task: Task, level: Level, problem: Problem, response: readonly number[]): boolean =>
  task.episodes ? readDialogue(task, level, problem, response).over() : isOver(task, level, response)
