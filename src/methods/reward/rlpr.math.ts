/** Pieces of RLPR: what a score is worth, and which groups vary enough. Source: OpenBMB/RLPR (8490fca). */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { clamp, mean, pick, standardise, std } from '../../core/math.ts'
import type { AdvantageResult } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'

/** How what the thoughts gain becomes a reward. `threshold`: losses count 0; `sigmoid`: steepness k, one half at one half. */
export const shapings = ['threshold', 'identity', 'sigmoid'] as const
export type Shaping = (typeof shapings)[number]

/** Source: verl/workers/reward_manager/prob.py ProbRewardManager. */
export function shaped(gain: number, how: Shaping, steepness: number): number {
  switch (how) {
    case 'threshold':
      return clamp(gain, 0, 1)
    case 'identity':
      return gain
    case 'sigmoid':
      return 1 / (1 + Math.exp(-steepness * (2 * gain - 1)))
  }
}

/** `formWeight` below 0: a response without form is paid -1, others the score alone. Source: ibid., __call__. */
export const paid = (score: number, formed: number, formWeight: number): number =>
  formWeight < 0 ? (formed === 1 ? score : -1) : (1 - formWeight) * score + formWeight * formed

/** Spreads of past iterations. */
export interface Spreads {
  readonly seen: number
  readonly recorded: readonly number[]
  /** Running mean, once there is one. */
  readonly usual?: number
  readonly last: number
}
export const noSpreads: Spreads = { seen: 0, recorded: [], last: 0 }

export interface FilterRules {
  /** First iteration whose mean spread is remembered, and the first that is filtered; from 1. */
  readonly rememberFrom: number
  readonly filterFrom: number
  /** Memory of the running mean. */
  readonly spreadMemory: number
}

/** The usual spread in the iteration that comes next; undefined while nothing is filtered. Source: ray_trainer.py fit. */
export function usualSpread({ seen, recorded, usual, last }: Spreads, { filterFrom, spreadMemory }: FilterRules) {
  if (seen + 1 < filterFrom) return undefined
  if (usual !== undefined) return spreadMemory * usual + (1 - spreadMemory) * last
  return recorded.length > 0 ? mean(recorded) : 0
}

/** What is known after an iteration with these spreads of all its groups. */
export function remembered(before: Spreads, spreads: readonly number[], rules: FilterRules): Spreads {
  const [now, usual] = [before.seen + 1, usualSpread(before, rules)]
  const last = spreads.length > 0 ? mean(spreads) : before.last
  const records = now >= rules.rememberFrom && now < rules.filterFrom
  return {
    seen: now,
    recorded: records ? [...before.recorded, last] : before.recorded,
    ...(usual !== undefined && { usual }),
    last,
  }
}

export const rewardParams = {
  shaping: choice({
    label: 'Shaping',
    options: shapings,
    default: 'threshold',
    paper: 'threshold',
    meaning: {
      threshold: 'what the thoughts lose counts 0',
      identity: 'as it is',
      sigmoid: 'pressed together at both ends',
    },
  }),
  steepness: number({
    label: 'Steepness of the sigmoid',
    default: 6,
    min: 0,
    max: 100,
    aside: true,
    note: 'Of shaping sigmoid.',
  }),
  formWeight: number({
    label: 'Weight of the form',
    default: 0.1,
    paper: 0.1,
    min: -1,
    max: 1,
    note: 'Below 0 a response without form is paid -1.',
  }),
}

/** Of a group's spread, to be learned from; iterations count from 1. */
export const filterParams = {
  leastSpread: number({
    label: 'Least spread',
    default: 1e-6,
    paper: 1e-6,
    min: 0,
    max: 1,
    note: 'Below it a group gives nothing.',
  }),
  usualShare: number({
    label: 'Least share of the usual β',
    default: 0.5,
    paper: 0.5,
    min: 0,
    max: 10,
    note: 'Of the running mean spread; 0 filters nothing.',
  }),
  spreadMemory: number({
    label: 'Memory of the usual',
    default: 0.99,
    paper: 0.99,
    min: 0,
    max: 1,
    note: 'Weight of what was usual before.',
  }),
  rememberFrom: number({
    label: 'Remembers from',
    default: 6,
    paper: 6,
    min: 1,
    max: 10_000,
    integer: true,
    note: 'First iteration whose spread is remembered.',
  }),
  filterFrom: number({
    label: 'Filters from',
    default: 11,
    paper: 11,
    min: 1,
    max: 10_000,
    integer: true,
    note: 'First iteration that is filtered.',
  }),
}

/** A lone reward is compared with 0, in units of 1, as verl does. */
const standingOf = (rewards: readonly number[]): readonly [centre: number, spread: number] =>
  rewards.length > 1 ? [mean(rewards), std(rewards, 1)] : [0, 1]

/** GRPO's advantage in groups that vary enough, 0 in the others. Source: core_algos.py compute_grpo_outcome_advantage, fit. */
export function varied(
  batch: Batch,
  { leastSpread, usualShare, ...rules }: FilterRules & { readonly leastSpread: number; readonly usualShare: number },
  state: Spreads,
): AdvantageResult {
  const least = Math.max(leastSpread, usualShare * (usualSpread(state, rules) ?? 0))
  const column = () => new Float32Array(batch.rollouts)
  const [centre, spread, advantage, spreads] = [column(), column(), column(), [] as number[]]
  for (const all of groupMembers(batch)) {
    const members = all.filter(i => !Number.isNaN(batch.reward[i]!))
    if (members.length === 0) continue
    const [middle, own] = standingOf(pick(batch.reward, members))
    spreads.push(own)
    for (const i of members) {
      centre[i] = middle
      spread[i] = own
      advantage[i] = own < least ? 0 : standardise(batch.reward[i]! - middle, own, 1e-6)
    }
  }
  return {
    advantage,
    explain: rolloutColumns(['mean', 'std'], { mean: centre, std: spread }),
    state: remembered(state, spreads, rules),
  }
}
