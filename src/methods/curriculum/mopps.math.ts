/** A beta distribution of each problem's pass rate: pseudo-counts of solved and failed. */
import { nearest } from '../../core/formulas/selection.ts'
import { clamp } from '../../core/math.ts'
import { choice, number } from '../../core/params.ts'
import { type Draw, shuffled } from '../../core/rng.ts'

export interface Counts {
  readonly alpha: number
  readonly beta: number
}
/** By problem; absent means the prior. */
export type Posterior = Readonly<{ [problem: number]: Counts }>

/** What was known fades towards the prior, then the new outcomes are added; `keep` 1 forgets nothing. */
export const updated = (known: Counts, prior: Counts, keep: number, solved: number, failed: number): Counts => ({
  alpha: keep * known.alpha + (1 - keep) * prior.alpha + solved,
  beta: keep * known.beta + (1 - keep) * prior.beta + failed,
})

export interface Wish {
  readonly by: 'nearest' | 'interval'
  readonly target: number
  readonly low: number
  readonly high: number
}

/**
 * Places of the drawn pass rates that are chosen. By interval: any of those inside it, and where they are too few all of
 * them first, then the nearest to its edges.
 */
export function chosen(rates: readonly number[], count: number, { by, target, low, high }: Wish, draw: Draw): number[] {
  if (by === 'nearest') return nearest(rates, count, target)
  const outside = rates.map(rate => Math.abs(rate - clamp(rate, low, high)))
  const inside = [...rates.keys()].filter(i => outside[i] === 0)
  return inside.length > count ? shuffled(inside, draw).slice(0, count) : nearest(outside, count, 0)
}

export const posteriorParams = {
  targetRate: number({ label: 'Wanted pass rate γ*', default: 0.5, paper: 0.5, min: 0, max: 1 }),
  candidatesPerProblem: number({
    label: 'Candidates ρ',
    default: 8,
    paper: 8,
    min: 1,
    max: 64,
    integer: true,
    note: 'For each place in the batch.',
  }),
  memory: number({ label: 'Memory λ', default: 0.5, paper: 0.5, min: 0, max: 1, note: '1 forgets nothing.' }),
  priorCount: number({
    label: 'Prior count',
    default: 1,
    paper: 1,
    min: 0.01,
    max: 100,
    note: 'Of solved and of failed rollouts.',
  }),
  selectBy: choice({
    label: 'Choose',
    options: ['nearest', 'interval'],
    default: 'nearest',
    paper: 'nearest',
    note: 'Nearest to the wanted rate, or any inside the interval.',
  }),
  lowestRate: number({
    label: 'Interval from',
    default: 0.3,
    paper: 0.3,
    min: 0,
    max: 1,
    note: 'Where chosen by interval.',
  }),
  highestRate: number({
    label: 'Interval to',
    default: 0.7,
    paper: 0.7,
    min: 0,
    max: 1,
    note: 'Where chosen by interval.',
  }),
}
