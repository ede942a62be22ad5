/**
 * A success rate per problem that is remembered between iterations, as a Beta distribution that forgets.
 * Source: verl-recipe spo/spo_ray_trainer.py, fit (48ea0a7); arXiv 2509.13232.
 */
import { clamp, mean } from '../math.ts'
import { number, type ParamSpecs, type Values } from '../params.ts'

export interface Tracker {
  /** Successes remembered, half a one to begin with. */
  readonly alpha: number
  /** Failures remembered. */
  readonly beta: number
}
/** By the problem's index in the pool. Survives `structuredClone` and JSON. */
export type Trackers = Readonly<Record<number, Tracker>>

/** How much of the past a visit keeps: what its parameters share. */
export const memory = { default: 0.875, paper: 0.875, min: 0.5, max: 1 }

/** What every problem starts with: so many responses drawn beforehand, of which this share succeeded. */
export const startParams = {
  startResponses: number({
    label: 'Responses drawn beforehand',
    default: 0,
    paper: 8,
    min: 0,
    max: 64,
    integer: true,
    aside: true,
    note: 'To each problem, before training; 0 starts at one half and forgets that at once.',
  }),
  startRate: number({
    label: 'Of these succeeded',
    default: 0.5,
    min: 0,
    max: 1,
    aside: true,
    note: 'The share, alike for all problems: here nothing is drawn.',
  }),
} as const satisfies ParamSpecs

/** How advantages are brought to one scale over the batch. */
export const whitenParams = {
  whitenEpsilon: number({
    note: 'Keeps the division finite.',
    label: 'Epsilon in denominator',
    default: 1e-8,
    paper: 1e-8,
    min: 0,
    max: 1,
    scale: 'log',
    aside: true,
  }),
  whitenDdof: number({
    label: 'Degrees of freedom',
    default: 1,
    paper: 1,
    min: 0,
    max: 1,
    integer: true,
    aside: true,
    note: 'Of the deviation over the batch: 1 sample, 0 population.',
  }),
} as const satisfies ParamSpecs

/** The tracker after `samples` rollouts drawn beforehand; `memory` is the rho that later updates begin with. */
export function firstTracker(successes = 0, samples = 0, memory = 0.875): Tracker {
  if (samples === 0) return { alpha: 0.5, beta: 0.5 }
  const size = 1 / (1 - memory)
  const share = (count: number) => (size * (count + 0.5)) / (samples + 1)
  return { alpha: share(successes), beta: share(samples - successes) }
}

export const startOf = ({ startResponses, startRate }: Values<typeof startParams>, memory: number): Tracker =>
  firstTracker(startRate * startResponses, startResponses, Math.min(memory, 1 - 1e-6))

/** Estimated success rate, strictly inside (0, 1). */
export const trackedValue = ({ alpha, beta }: Tracker): number => alpha / (alpha + beta)

/** The tracker after one more reward in [0, 1]; `rho` of what was known is kept. */
export const tracked = ({ alpha, beta }: Tracker, reward: number, rho: number): Tracker => ({
  alpha: rho * alpha + clamp(reward, 0, 1),
  beta: rho * beta + 1 - clamp(reward, 0, 1),
})

/** How much a problem is worth sampling: the deviation of its outcome, plus a floor that keeps all problems in play. */
export const samplingWeight = (tracker: Tracker, floor: number): number => {
  const value = trackedValue(tracker)
  return Math.sqrt(value * (1 - value)) + floor
}

/** All trackers after the rewards of an iteration, in order; NaN rewards are skipped. A problem may have a rho of its own. */
export function trackAll(
  known: Trackers,
  outcomes: readonly { readonly problem: number; readonly reward: number; readonly rho?: number }[],
  common: number,
  start = firstTracker(),
): Trackers {
  const next: Record<number, Tracker> = { ...known }
  for (const { problem, reward, rho = common } of outcomes) {
    if (!Number.isNaN(reward)) next[problem] = tracked(next[problem] ?? start, reward, rho)
  }
  return next
}

/** Mean change of a response's log-probabilities, per token; tokens of the world (NaN before) do not count. */
export function responseDrift(before: readonly number[], now: ArrayLike<number>): number {
  const moved = before.map((logp, t) => Math.abs(logp - now[t]!)).filter(distance => !Number.isNaN(distance))
  return moved.length === 0 ? 0 : mean(moved)
}

/** rho for a problem on which the policy has moved by `drift` nats per token since the last visit: halved every `half`. */
export const driftedMemory = (drift: number, half: number, least: number, most: number): number =>
  clamp(2 ** (-drift / half), least, most)

/** Weights of problems that favour those that fail: 1 - success rate each; all alike when every one is always solved. */
export function failureWeights(rates: readonly number[]): number[] {
  const weights = rates.map(rate => 1 - rate)
  return weights.some(weight => weight > 0) ? weights : weights.map(() => 1)
}
