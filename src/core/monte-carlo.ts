/** Values of prefixes from continuations, and what is read off them. */
import type { Batch } from './batch.ts'
import { mean } from './math.ts'
import { number, type ParamSpecs } from './params.ts'

export interface Continuation {
  readonly reward: number
  /** Stopped by the length limit. */
  readonly unfinished: boolean
}

/**
 * Mean reward of continuations, an unfinished one counting as `unfinishedReward`. Source: McGill-NLP/VinePPO
 * math_episode_generator_with_mc_advantages._compute_mc_value (efe7228).
 */
export const continuationMean = (ends: readonly Continuation[], unfinishedReward: number): number =>
  mean(ends.map(({ reward, unfinished }) => (unfinished ? unfinishedReward : reward)))

/** What the column `sampledValue` is made with; declared by the methods that need it. */
export const continuationParams = {
  continuations: number({
    label: 'Continuations K',
    default: 4,
    paper: 9,
    min: 1,
    max: 64,
    integer: true,
    note: 'Fresh responses from every prefix: their mean is its value, with an error of at most 1 / (2 √K).',
  }),
  valueEvery: number({
    label: 'Tokens per step',
    default: 1,
    min: 1,
    max: 64,
    integer: true,
    note: 'Values are sampled at the starts of steps of so many tokens; the tokens of a step share its credit.',
  }),
  unfinishedReward: number({
    label: 'Reward of unfinished ones',
    default: 0,
    min: -1,
    max: 1,
    note: 'What a continuation counts that ran into the length limit.',
  }),
} as const satisfies ParamSpecs

/** Tokens start .. end-1 of the batch, all of one rollout. */
export interface Step {
  readonly start: number
  readonly end: number
}

/** The steps of a rollout, cut every so many tokens; the last may be shorter. */
export function stepsEvery(batch: Batch, rollout: number, tokens: number): Step[] {
  const [first, last] = [batch.tokenStart[rollout]!, batch.tokenStart[rollout + 1]!]
  const count = Math.ceil((last - first) / tokens)
  return Array.from({ length: count }, (_, k) => ({
    start: first + k * tokens,
    end: Math.min(last, first + (k + 1) * tokens),
  }))
}
