/** What was measured of a study: settings, values of every seed, verdicts; written by the command `claims`, never by hand. */
import {
  type Arm,
  type ArmRun,
  type Claim,
  type Judged,
  judge,
  type Reading,
  readRun,
  type Summary,
  summarise,
  type Verdict,
} from './claim.ts'
import { fail } from './fail.ts'
import type { ParamValue, ParamValues } from './params.ts'
import type { Recipe } from './recipe.ts'
import { readingKey, type Study, wantedOf } from './study.ts'

/** JSON has no infinity and no NaN. */
export type Stored = number | 'never' | 'none'
/** To nine digits, as metrics are: sums over iterations leave noise behind them. */
export const stored = (value: number): Stored =>
  Number.isNaN(value) ? 'none' : value === Number.POSITIVE_INFINITY ? 'never' : Number(value.toPrecision(9))
export const restored = (value: Stored): number =>
  value === 'none' ? Number.NaN : value === 'never' ? Number.POSITIVE_INFINITY : value

export interface StoredReading {
  /** In the order of the seeds. */
  readonly each: readonly Stored[]
  readonly middle: Stored
  readonly low: Stored
  readonly high: Stored
}
export interface StoredVerdict {
  readonly verdict: Verdict
  readonly figure: Stored
  /** Ends over the seeds. */
  readonly low: Stored
  readonly high: Stored
}

/** What ten seeds came to. */
export interface MeasuredSet {
  readonly seeds: readonly string[]
  readonly arms: Readonly<Record<string, Readonly<Record<string, StoredReading>>>>
  readonly claims: Readonly<Record<string, StoredVerdict>>
}

/** Everything that a run depends on: recipes with all defaults written out, the first arm whole, the others by what differs. */
export interface Settings {
  readonly base: Omit<Recipe, 'seed'>
  readonly arms: Readonly<Record<string, Partial<Omit<Recipe, 'seed'>>>>
}

/** Content of `measured/<id>.json`, which only the command `claims --write` writes. */
export interface Measured {
  readonly settings: Settings
  readonly sets: readonly MeasuredSet[]
}

/** Values as they were read, by arm, seed and reading. */
export type ValueFor = (reading: Reading, seed: string) => number | undefined

/** Of runs, to the digits that are stored: so stored values are judged as fresh ones are. */
export function valueOfRuns(runs: readonly ArmRun[]): ValueFor {
  const known = new Map(runs.map(run => [`${run.arm} ${run.seed}`, run]))
  return ({ arm, metric, when }, seed) => {
    const run = known.get(`${arm} ${seed}`)
    return run && restored(stored(readRun(run, metric, when)))
  }
}

export const judgeAll = (study: Study, seeds: readonly string[], valueFor: ValueFor): ReadonlyMap<Claim, Judged> =>
  new Map(study.claims.map(claim => [claim, judge(claim, seeds, valueFor)]))

export function measuredSet(study: Study, seeds: readonly string[], valueFor: ValueFor): MeasuredSet {
  const readings = (arm: Arm) =>
    wantedOf(study, arm).map((reading): [string, StoredReading] => {
      const each = seeds.map(seed => valueFor(reading, seed) ?? Number.NaN)
      return [readingKey(reading), { each: each.map(stored), ...storedSummary(summarise(each)) }]
    })
  const verdicts = [...judgeAll(study, seeds, valueFor)].map(([{ id }, judged]): [string, StoredVerdict] => {
    const { low, high } = summarise(judged.perSeed.map(({ value }) => value))
    const { verdict, figure } = judged
    return [id, { verdict, figure: stored(figure), low: stored(low), high: stored(high) }]
  })
  return {
    seeds,
    arms: Object.fromEntries(study.arms.map(arm => [arm.id, Object.fromEntries(readings(arm))])),
    claims: Object.fromEntries(verdicts),
  }
}

const storedSummary = ({ middle, low, high }: Summary) => ({
  middle: stored(middle),
  low: stored(low),
  high: stored(high),
})

/** What was stored of a reading and a seed; undefined where it was not. */
export const valueIn =
  ({ seeds, arms }: MeasuredSet): ValueFor =>
  (reading, seed) => {
    const value = arms[reading.arm]?.[readingKey(reading)]?.each[seeds.indexOf(seed)]
    return value === undefined ? undefined : restored(value)
  }

/** `recipes`: of the study's arms, in order, with every parameter written out. */
export function settingsOf({ arms, id }: Study, recipes: readonly Recipe[]): Settings {
  const [first] = recipes.map(withoutSeed)
  if (first === undefined) return fail(`claims.${id}`, 'an arm', 'none', 'Name at least one.')
  const rest = arms.slice(1).flatMap((arm, i) => {
    const recipe = recipes[i + 1]
    return recipe === undefined ? [] : [[arm.id, differing(withoutSeed(recipe), first)] as const]
  })
  return { base: first, arms: Object.fromEntries(rest) }
}

const withoutSeed = ({ seed: _, ...recipe }: Recipe): Omit<Recipe, 'seed'> => recipe

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function differing(recipe: Omit<Recipe, 'seed'>, first: Omit<Recipe, 'seed'>): Partial<Omit<Recipe, 'seed'>> {
  const { params, ...ids } = recipe
  const before = new Map<string, unknown>(Object.entries(first))
  const changed = Object.entries(params).filter(([key, value]) => first.params[key] !== value)
  return {
    ...Object.fromEntries(Object.entries(ids).filter(([key, value]) => !same(value, before.get(key)))),
    ...(changed.length > 0 && { params: Object.fromEntries(changed) }),
  }
}

/** One sentence per setting that is no longer what it was when the study was measured. New parameters say nothing. */
export function movedSettings(
  { arms }: Study,
  now: readonly Recipe[],
  { base, arms: others }: Settings,
): readonly string[] {
  return arms.flatMap(({ id }, i) => {
    const recipe = now[i]
    const own = i === 0 ? {} : others[id]
    if (recipe === undefined || own === undefined) return [`${id}: not measured`]
    const { params, ...ids } = recipe
    const { params: then, ...thenIds } = {
      ...base,
      ...own,
      params: i === 0 ? base.params : paramsWith(base.params, own.params, params),
    }
    return [...changes(id, thenIds, ids), ...changes(id, then, params)]
  })
}

/** What the first arm was measured with counts for another one where that one has such a parameter. */
const paramsWith = (base: ParamValues, own: ParamValues | undefined, now: ParamValues): ParamValues => ({
  ...Object.fromEntries(Object.entries(base).filter(([key]) => Object.hasOwn(now, key))),
  ...own,
})

const changes = (arm: string, then: Readonly<Record<string, ParamValue | object>>, now: object): readonly string[] => {
  const present = new Map<string, unknown>(Object.entries(now))
  return Object.entries(then).flatMap(([key, value]) =>
    same(present.get(key), value)
      ? []
      : [`${arm}: ${key} was ${JSON.stringify(value)}, is ${JSON.stringify(present.get(key))}`],
  )
}
