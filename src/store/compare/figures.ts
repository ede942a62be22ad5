/** What a comparison comes to: lines over seeds, figures at the end, and what may be said of a difference. Pure. */
import { type ArmRun, type Claim, judge, readRun, type Summary, summarise, type When } from '../../core/claim.ts'
import { mean } from '../../core/math.ts'
import type { Metrics } from '../../core/metrics.ts'
import type { Trial } from '../experiment.ts'
import { paramsOf } from '../recipe-edits.ts'

/** An arm's trainings, by seed; undefined where one has not begun. */
export interface ArmTrials {
  readonly name: string
  readonly trials: readonly { readonly seed: string; readonly trial: Trial | undefined }[]
}

export type Along = 'iteration' | 'rollouts' | 'seconds'

export interface LinePoint {
  /** Place on the axis that is chosen. */
  readonly x: number
  readonly iteration: number
  readonly value: number
}
export interface SeedLine {
  readonly seed: string
  readonly points: readonly LinePoint[]
}
export interface Line {
  readonly seeds: readonly SeedLine[]
  /** How many seeds the median is of: those that have finished, or where none has, those under way. */
  readonly count: number
  /** Median over these; `low` and `high` from three seeds on. */
  readonly middle: readonly (LinePoint & { readonly low?: number; readonly high?: number })[]
}

/** Seeds from which on a band says something. */
export const leastForBand = 3

/** Measured values, each the mean of the last `window` iterations; the starting policy stands at 0. */
function pointsOf(trial: Trial, metric: string, window: number, along: Along): LinePoint[] {
  const places = placesOf(trial, along)
  const found: LinePoint[] = []
  const recent: { readonly iteration: number; readonly value: number }[] = []
  const start = trial.start[metric]
  if (start !== undefined && Number.isFinite(start)) found.push({ x: 0, iteration: 0, value: start })
  trial.metrics.forEach((metrics, i) => {
    const value = metrics[metric]
    if (value === undefined || !Number.isFinite(value)) return
    const iteration = i + 1
    recent.push({ iteration, value })
    while ((recent[0]?.iteration ?? iteration) <= iteration - window) recent.shift()
    found.push({ x: places[i] ?? iteration, iteration, value: mean(recent.map(each => each.value)) })
  })
  return found
}

function placesOf({ metrics, milliseconds, job }: Trial, along: Along): readonly number[] {
  if (along === 'iteration') return metrics.map((_, i) => i + 1)
  if (along === 'seconds') return milliseconds.map(each => each / 1000)
  const { problems, groupSize } = paramsOf(job.recipe)
  let sum = 0
  return metrics.map(({ rolloutsSampled = Number(problems) * Number(groupSize) }) => (sum += rolloutsSampled))
}

export function lineOf({ trials }: ArmTrials, metric: string, window: number, along: Along): Line {
  const begun = trials.flatMap(({ seed, trial }) =>
    trial && trial.metrics.length > 0
      ? [{ seed, isOver: trial.status === 'ended', points: pointsOf(trial, metric, window, along) }]
      : [],
  )
  const over = begun.filter(({ isOver }) => isOver)
  const counted = over.length > 0 ? over : begun
  const at = new Map<number, LinePoint[]>()
  for (const { points } of counted)
    for (const point of points) at.set(point.iteration, [...(at.get(point.iteration) ?? []), point])
  // Where seeds are under way, the line goes as far as the most of them do: fewer would make it jump.
  const usual = Math.max(0, ...[...at.values()].map(points => points.length))
  const enough = [...at].filter(([, points]) => points.length === usual).sort(([a], [b]) => a - b)
  const middle = enough.map(([iteration, points]) => {
    const { middle: value, low, high } = summarise(points.map(point => point.value))
    const x = summarise(points.map(point => point.x)).middle
    return { x, iteration, value, ...(points.length >= leastForBand && { low, high }) }
  })
  return { seeds: begun, count: counted.length, middle }
}

/** Iterations that a figure of the end is the mean of. */
const lastFew = 10

/** Over the last ten iterations of the budget. */
const endOf = (iterations: number): When => ({
  from: Math.max(1, iterations - lastFew + 1),
  to: iterations,
  take: 'mean',
})

/** Median, lowest and highest seed of the last ten iterations so far; undefined where nothing was measured. */
export function endFigure({ trials }: ArmTrials, metric: string): Summary | undefined {
  const values = trials.flatMap(({ trial }) => {
    const measured = (trial?.metrics.slice(-lastFew) ?? []).flatMap(each => valuesIn(each, metric))
    return measured.length > 0 ? [mean(measured)] : []
  })
  return values.length > 0 ? summarise(values) : undefined
}

const valuesIn = (metrics: Metrics, metric: string): number[] => {
  const value = metrics[metric]
  return value === undefined || !Number.isFinite(value) ? [] : [value]
}

/**
 * How many of `seeds` must agree, so that luck alone would agree as much at most one time in twenty; undefined where even
 * all of them are too few. Seeds are pairs with common noise: without a difference either sign is as likely.
 */
export function seedsToAgree(seeds: number): number | undefined {
  let tail = 0
  let chance = 2 ** -seeds
  let needed: number | undefined
  for (let agree = seeds; agree > seeds / 2; agree--) {
    tail += chance
    if (tail > 0.05) break
    needed = agree
    chance *= agree / (seeds - agree + 1)
  }
  return needed
}

export interface Finding {
  /** Seeds that both runs have finished. */
  readonly seeds: number
  /** Of these, those in which the other run's figure is higher, and lower. */
  readonly higher: number
  readonly lower: number
  /** Whether that may be said: so many agree that luck would do it one time in twenty at most. */
  readonly says: 'higher' | 'lower' | undefined
  /** Medians over these seeds. */
  readonly other: number
  readonly base: number
}

/** The other run against the base at the end, seed by seed, judged as a claim is (core/claim.ts). */
export function findingOf(base: ArmTrials, other: ArmTrials, metric: string): Finding | undefined {
  const runs = [...runsOf('base', base), ...runsOf('other', other)]
  const known = new Map(runs.map(run => [`${run.arm} ${run.seed}`, run]))
  const value = (arm: string, seed: string) => {
    const run = known.get(`${arm} ${seed}`)
    return run && readRun(run, metric, endOf(run.iterations))
  }
  const both = base.trials
    .map(({ seed }) => seed)
    .filter(seed => ['base', 'other'].every(arm => Number.isFinite(value(arm, seed) ?? Number.NaN)))
  if (both.length === 0) return undefined
  const needed = seedsToAgree(both.length)
  const reading = (arm: string) => ({ arm, metric, when: 'end' as const })
  const of: Claim['of'] = {
    take: reading('other'),
    against: { how: 'minus', take: reading('base') },
    over: 'median',
  }
  const agree = (needed ?? both.length + 1) / both.length
  const holds = (band: Claim['band']) =>
    judge({ of, band: { ...band, agree } }, both, ({ arm }, seed) => value(arm, seed)).verdict === 'holds'
  const differences = both.map(seed => (value('other', seed) ?? 0) - (value('base', seed) ?? 0))
  const middle = (arm: string) => summarise(both.map(seed => value(arm, seed) ?? Number.NaN)).middle
  return {
    seeds: both.length,
    higher: differences.filter(difference => difference > 0).length,
    lower: differences.filter(difference => difference < 0).length,
    says: holds({ low: Number.MIN_VALUE }) ? 'higher' : holds({ high: -Number.MIN_VALUE }) ? 'lower' : undefined,
    other: middle('other'),
    base: middle('base'),
  }
}

/** A run that stopped early has no end; its seed does not count. */
const runsOf = (arm: string, { trials }: ArmTrials): (ArmRun & { readonly iterations: number })[] =>
  trials.flatMap(({ seed, trial }) => {
    if (trial?.status !== 'ended' || trial.failure !== undefined) return []
    const { start, metrics } = trial
    return [{ arm, seed, start, metrics, iterations: metrics.length }]
  })

/** Every metric that some trial has measured. */
export const measuredBy = (arms: readonly ArmTrials[]): ReadonlySet<string> =>
  new Set(
    arms.flatMap(({ trials }) =>
      trials.flatMap(({ trial }) => [...Object.keys(trial?.start ?? {}), ...Object.keys(trial?.metrics.at(-1) ?? {})]),
    ),
  )
