/** What a run hands out to be looked at. Plain data that survives `structuredClone`. */
import type { Batch, Explain } from './batch.ts'
import type { Metrics } from './metrics.ts'
import type { Searched } from './search.ts'
import type { ProblemData } from './task.ts'

export const phases = [
  'choose',
  'sample',
  'reward',
  'keep',
  'advantage',
  'credit',
  'pair',
  'update',
  'select',
  'probe',
] as const
export type Phase = (typeof phases)[number]

/** Whether a phase has run when `last` was the latest. */
export const hasRun = (phase: Phase, last: Phase): boolean => phases.indexOf(phase) <= phases.indexOf(last)

/** After which phase there is most to look at: the last before the update, or before the end where there is none. */
export const lookPhase = (run: readonly Phase[]): Phase =>
  run[run.indexOf(run.includes('update') ? 'update' : 'probe') - 1] ?? 'probe'

/** One group's problem, for people. */
export interface GroupProblem {
  readonly index: number
  readonly text: string
  readonly prompt: readonly number[]
  /** What the verifier and the picture of the world need (`Problem.data`); absent in imported logs. */
  readonly data?: ProblemData
}

/** The likeliest next tokens at every generated position. */
export interface TopTokens {
  readonly k: number
  /** [T * k] ids, likeliest first; -1 where the vocabulary is smaller than k. */
  readonly token: Int32Array
  /** [T * k] probabilities at temperature, before top-k / top-p truncation. */
  readonly probability: Float32Array
}

/** A kept Batch with its explain columns: all that the pictures need. A later phase's snapshot replaces an earlier one. */
export interface Snapshot {
  readonly iteration: number
  /** The last phase that has run; a snapshot after `sample` has no rewards worth showing yet. */
  readonly phase: Phase
  readonly batch: Batch
  readonly problems: readonly GroupProblem[]
  /** [n] what the verifier said. */
  readonly notes: readonly string[]
  readonly explain: Explain
  readonly top?: TopTokens
  /** [groups] of methods that search. */
  readonly searches?: readonly Searched[]
  readonly metrics: Metrics
}
