/** Values of prefixes from continuations, and what is read off them. */
import type { Batch, With } from '../batch.ts'
import { mean } from '../math.ts'

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

export interface StepLabels extends Step {
  /** Share of continuations after the step that succeed. */
  readonly soft: number
  /** 1 when any of them does. */
  readonly hard: number
  /** What the step did to that share. */
  readonly progress: number
}

/**
 * Per rollout the labels of its steps; a step without a value after it takes the response's own reward, and a response
 * without a first value starts from 0. `standardError` [T] of the soft label; `firstError` [n] index of the first step
 * with hard label 0, or the number of steps. After Math-Shepherd, arXiv 2312.08935.
 */
export function completionLabels(batch: With<'sampledValue'>, continuations: number, every: number) {
  const { sampledValue, reward } = batch
  const standardError = new Float32Array(batch.token.length)
  const firstError = new Float32Array(batch.rollouts)
  const labels = Array.from({ length: batch.rollouts }, (_, i) => {
    let before = sampledValue[batch.tokenStart[i]!]! || 0
    const own = stepsEvery(batch, i, every).map((step): StepLabels => {
      const sampled = step.end < batch.tokenStart[i + 1]! ? sampledValue[step.end]! : Number.NaN
      const soft = Number.isNaN(sampled) ? reward[i]! : sampled
      const progress = soft - before
      before = soft
      standardError.fill(Math.sqrt(Math.max(0, soft * (1 - soft)) / continuations), step.start, step.end)
      return { ...step, soft, hard: soft > 0 ? 1 : 0, progress }
    })
    const wrong = own.findIndex(({ hard }) => hard === 0)
    firstError[i] = wrong < 0 ? own.length : wrong
    return own
  })
  return { labels, standardError, firstError }
}

export interface Probe {
  /** Steps in the prefix that was continued. */
  readonly length: number
  readonly value: number
}

/**
 * Binary search for the first step after which no continuation succeeds, given the values after each step. Returns its
 * index (the number of steps when there is none) and the prefixes that were looked at. Source: openreasoner/openr
 * omegaprm.binary_search_incorrect_step (54ae004); arXiv 2406.06592.
 */
export function searchFirstError(after: readonly number[]): {
  readonly first: number
  readonly probes: readonly Probe[]
} {
  const probes: Probe[] = []
  let left = 0
  let right = after.length - 1
  while (left <= right) {
    const middle = (left + right) >> 1
    const value = after[middle]!
    probes.push({ length: middle + 1, value })
    if (value > 0) left = middle + 1
    else right = middle - 1
  }
  return { first: left, probes }
}

export interface Selection {
  /** Base of the stress on values near 1. */
  readonly alpha: number
  /** Base of the price of length. */
  readonly beta: number
  /** Length that costs one factor of `beta`. */
  readonly reach: number
  /** Weight of rarely visited nodes. */
  readonly explore: number
}

/**
 * How much a wrong rollout from a node is worth searching: `worth`, larger where the node succeeds often and the rollout is
 * short, and `novelty`, larger where the node was seldom visited. Source: openreasoner/openr omegaprm.compute_Q, compute_U
 * (54ae004), which counts words.
 */
export const searchPriority = (
  node: { readonly value: number; readonly length: number; readonly visits: number; readonly allVisits: number },
  { alpha, beta, reach, explore }: Selection,
) => ({
  worth: alpha ** (1 - node.value) * beta ** (node.length / reach),
  novelty: (explore * Math.sqrt(node.allVisits)) / (1 + node.visits),
})
