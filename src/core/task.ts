/**
 * A Task is a world that makes problems and verifies answers exactly. Everything is a pure function of (level, seed,
 * index), so a problem can be made again anywhere.
 */
import type { Picture } from './picture.ts'
import { permuted, purpose } from './rng.ts'

/** How good a base policy is before training: `warm` solves 5-60 % of the problems, `strong` 60-90 %. */
export const bases = ['warm', 'strong'] as const
export type Base = (typeof bases)[number]

export interface Problem {
  /** Position in the pool; the key of its noise. */
  readonly index: number
  /** Token ids shown to the policy before it answers. */
  readonly prompt: readonly number[]
  /** The prompt as a person reads it. */
  readonly text: string
  /** Whatever the verifier needs (targets, operands, correct leaves); plain data. */
  readonly data: ProblemData
}
export type ProblemData = Readonly<Record<string, number | string | readonly number[] | readonly string[]>>

export interface Verdict {
  readonly reward: number
  readonly correct: boolean
  /** The answer that was read, normalised: equal texts are equal answers. Empty when none could be read. */
  readonly answer: string
  /** One sentence for a person: what the verifier saw. */
  readonly note: string
  readonly parts?: Readonly<Record<string, number>>
  /** Whether it keeps to the form that the task asks for; of tasks with `attempts`. */
  readonly wellFormed?: boolean
}

export interface Level {
  readonly id: string
  readonly title: string
  /** One sentence: what makes it easier or harder. */
  readonly note: string
  /** Longest response in tokens, the end token included. */
  readonly maxResponse: number
  /** Longest prompt in tokens. Prompts of a level may differ in length. */
  readonly maxPrompt: number
  /** Ids of the policies (policySpecs in core/policy.ts) that have a warm start here; the first is the default. */
  readonly policies: readonly string[]
  /** Warm starts that exist here, the first is the default; absent means `warm` alone. */
  readonly bases?: readonly Base[]
  /** Number of distinct problems in the pool; Infinity is not allowed. Indices beyond it are held-out problems. */
  readonly pool: number
}

/** Where the problems of a level come from: kinds of problems, or difficulties. */
export interface Sources {
  readonly names: readonly string[]
  /** Index of a problem's source. */
  readonly of: (problem: Problem) => number
}

/** What the world makes of a turn of the policy. */
export interface Step<S> {
  readonly state: S
  /** Tokens that the world writes into the response (mask 0); none when the episode is over. */
  readonly says: readonly number[]
  /** What it pays for this turn. The last turn also gets what the verdict adds to all of them. */
  readonly reward: number
  readonly over: boolean
}

/** A world of several turns, as a machine. Its state is plain data; `after` is a pure function. */
export interface Episodes<S = unknown> {
  /** Token ids that end a turn of the policy. Absent: every token is a turn. */
  readonly ends?: readonly number[]
  readonly begin: (level: Level, problem: Problem) => S
  readonly after: (state: S, turn: readonly number[]) => Step<S>
  /** Equal for equal states of one problem, throughout a run. */
  readonly keyOf: (state: S) => string
  /** Which subgoal a turn that ends in this state has reached, as a simple rule sees it; 0 for none. Absent where nobody names any. */
  readonly subgoalOf?: (state: S) => number
}

/** Episodes with the type of their states forgotten: whoever plays them only hands states back. */
export const episodes = <S>(world: Episodes<S>): Episodes => world as Episodes

/**
 * Exact values need a finite set of situations: `stateOf` maps a partial response to a number in [0, states), such that
 * two partial responses of one problem with equal numbers have the same future (same rewards, same tabular policy row).
 */
export interface Enumeration {
  readonly states: number
  readonly stateOf: (problem: Problem, response: readonly number[]) => number
}

/** Which row of a table a partial response is in. */
export interface TableRows {
  readonly count: number
  readonly rowOf: (problem: Problem, response: readonly number[]) => number
  /** The same along a growing response, where reading it from its beginning each time would cost too much. */
  readonly walk?: (problem: Problem) => Walk
}
export interface Walk {
  readonly row: () => number
  readonly hear: (token: number) => void
}

export interface Task {
  readonly id: string
  readonly title: string
  /** One or two sentences in plain words: what is asked, what is rewarded, what it is good for showing. */
  readonly description: string
  readonly levels: readonly Level[]
  /** Text of every token id. */
  readonly vocabulary: readonly string[]
  /** Token id that ends a response, or undefined where responses have fixed length. */
  readonly end: number | undefined
  /** Token ids that the policy may never sample (prompt-only and padding tokens). */
  readonly forbidden?: readonly number[]
  readonly problem: (level: Level, seed: number, index: number) => Problem
  readonly verify: (level: Level, problem: Problem, response: readonly number[]) => Verdict
  /** The smallest reward of a verdict, at most 0. Absent: 0. The largest is 1. */
  readonly leastReward?: number
  /** One correct response, drawn with `draw` where there are several; used for warm starts. */
  readonly reference: (level: Level, problem: Problem, draw: () => number) => readonly number[]
  /**
   * One response as the base policy would give it, right or wrong: a network's warm start is trained to imitate these.
   * Absent where only a tabular policy can play.
   */
  readonly demonstrate?: (level: Level, problem: Problem, base: Base, draw: () => number) => readonly number[]
  /** [rows * V] logits that a tabular policy starts from, for the problems of this seed. Absent means zeros. */
  readonly startLogits?: (level: Level, seed: number, base: Base) => Float32Array
  /** All distinct correct answers, where they can be listed (`Verdict.answer` of each). */
  readonly correctAnswers?: (level: Level, problem: Problem) => readonly string[]
  /** Row of the tabular policy for a partial response; absent where only a network can play. */
  readonly rows?: (level: Level) => TableRows
  /** Present where a level mixes problems of several kinds or difficulties that can be told apart. */
  readonly sources?: (level: Level) => Sources
  /** Present where exact V and Q can be computed. */
  readonly enumeration?: (level: Level) => Enumeration
  /** Present where an episode has several turns; core/dialogue.ts plays them. */
  readonly episodes?: Episodes
  /**
   * [response] what an imperfect judge of single steps says, in [-1, 1], at the last token of each step; NaN elsewhere.
   * Absent where nobody judges steps.
   */
  readonly judgeSteps?: (level: Level, problem: Problem, response: readonly number[]) => readonly number[]
  /**
   * What a judge that can be fooled says of a whole response, from 0 to 1: never what the verifier knows. Absent where
   * nobody but the verifier judges; there the settings of an erring verifier stand in.
   */
  readonly judge?: (level: Level, problem: Problem, response: readonly number[]) => number
  /**
   * Index of the first token of the answer that a response ends with, after what it thought; undefined where it gives
   * none. Absent where answers are not told from thoughts.
   */
  readonly answerFrom?: (response: readonly number[]) => number | undefined
  /**
   * P(response a beats response b) by whoever judges pairs; prefer(a, b) + prefer(b, a) = 1, and circles are allowed.
   * Absent: the larger reward wins.
   */
  readonly prefer?: (level: Level, problem: Problem, a: readonly number[], b: readonly number[]) => number
  /** Tokens that end the thinking wherever it stands: the answer is read, or sampled, after them. Absent where none do. */
  readonly answerNow?: readonly number[]
  /** [response] where an answer ends, 1 if it is right and 0 if not; NaN elsewhere. Absent where there is one answer only. */
  readonly attempts?: (level: Level, problem: Problem, response: readonly number[]) => readonly number[]
  /**
   * The probability that what was heard so far gives to the right answer, by exact reasoning. Absent where nobody reasons
   * so.
   */
  readonly belief?: (level: Level, problem: Problem, response: readonly number[]) => number
  /** Positions whose tokens decide what is done. Absent where nobody marks them. */
  readonly planning?: (level: Level, problem: Problem) => readonly number[]
  /** What a response says, read aloud in a few words, right or wrong; for a person who does not know its form. */
  readonly readAs: (level: Level, problem: Problem, response: readonly number[]) => string
  /** The world after `response`, as data that a picture component draws. */
  readonly picture: (level: Level, problem: Problem, response: readonly number[]) => Picture
}

export const defineTask = (task: Task): Task => Object.freeze(task)

/**
 * Which of `space` distinct problems stands at `index`, in an order shuffled by the seed: 0 .. pool-1 are for training,
 * later indices walk through the rest and begin again. Where the pool is the whole space, later indices repeat it.
 */
export function placeOf(pool: number, space: number, seed: number, index: number): number {
  const heldOut = space - pool
  const position = index < pool ? index : heldOut > 0 ? pool + ((index - pool) % heldOut) : index % pool
  return permuted(position, space, seed, purpose.problem)
}

export const isOver = (task: Task, level: Level, response: readonly number[]): boolean =>
  response.length >= level.maxResponse || (task.end !== undefined && response.at(-1) === task.end)

export const textOf = (task: Task, tokens: readonly number[]): string =>
  tokens.map(id => task.vocabulary[id] ?? '?').join('')
