/** What searches over steps have in common. */

import { number, type ParamSpecs } from '../params.ts'
import type { SearchHandle } from '../search.ts'
import type { StepAggregate } from './judged.ts'

export const stepParams = {
  stepTokens: number({
    label: 'Tokens per step',
    default: 1,
    min: 1,
    max: 64,
    integer: true,
    note: 'After so many tokens the judge is asked; in worlds of turns a step also ends with its turn.',
  }),
  maxSteps: number({
    label: 'Steps at most',
    default: 40,
    paper: 40,
    min: 1,
    max: 1000,
    integer: true,
    aside: true,
    note: 'The last of them is drawn to the end.',
  }),
} as const satisfies ParamSpecs

/** A response so far. */
export interface Path {
  readonly tokens: readonly number[]
  /** [steps] what the judge said after each. */
  readonly scores: readonly number[]
  /** [steps] how long the response was then. */
  readonly ends: readonly number[]
}

export const start: Path = { tokens: [], scores: [], ends: [] }

/** The path as it was after so many steps. */
export const cutTo = ({ tokens, scores, ends }: Path, steps: number): Path => ({
  tokens: tokens.slice(0, ends[steps - 1] ?? tokens.length),
  scores: scores.slice(0, steps),
  ends: ends.slice(0, steps),
})

/** Each path one step further: path i goes on with the noise of number i. The judge is asked about each. */
export async function stepOn(handle: SearchHandle, paths: readonly Path[], tokens: number): Promise<readonly Path[]> {
  const numbered = paths.map((path, rollout) => ({ path, rollout }))
  const open = numbered.filter(({ path }) => !handle.isOver(path.tokens))
  const answers = await handle.advance(
    open.map(({ path, rollout }) => ({ prefix: path.tokens, rollout })),
    tokens,
  )
  const further = new Map(open.map(({ rollout }, at) => [rollout, answers[at]!.tokens]))
  return paths.map((path, rollout) => {
    const said = further.get(rollout)
    if (!said) return path
    return { tokens: said, scores: [...path.scores, handle.judge(said)], ends: [...path.ends, said.length] }
  })
}

export interface Beams {
  /** n, how many are begun and how many come out. */
  readonly beams: number
  /** M: one of so many goes on. */
  readonly width: number
  readonly stepTokens: number
  readonly maxSteps: number
  readonly aggregate: StepAggregate
}

export interface Searched {
  /** What was begun with, step by step. */
  readonly frontiers: readonly (readonly Path[])[]
  /** All finished. */
  readonly paths: readonly Path[]
}

/** Tokens of a step: the last one goes to the end. */
export const tokensOfStep = (step: number, { stepTokens, maxSteps }: Pick<Beams, 'stepTokens' | 'maxSteps'>): number =>
  step + 1 >= maxSteps ? Number.POSITIVE_INFINITY : stepTokens

/** Items in turn, again and again, until there are so many. */
export const cycled = <T>(items: readonly T[], count: number): readonly T[] =>
  Array.from({ length: count }, (_, i) => items[i % items.length]!)

/** How long a response of so many tokens was after each of its steps; the last step may be shorter. */
export const stepEnds = (length: number, stepTokens: number): readonly number[] =>
  Array.from({ length: Math.ceil(length / stepTokens) }, (_, step) => Math.min(length, (step + 1) * stepTokens))
