/** An experiment as it is kept in `claims`: what it is about, and where its claims are shown. */
import {
  type Arm,
  type Claim,
  type Experiment,
  type Reading,
  readingsOf,
  type Statistic,
  type Unmeasured,
  type Verdict,
  type When,
} from './claim.ts'
import type { Preset } from './presets.ts'
import { blankRecipe } from './recipe.ts'

export interface Column {
  readonly label: string
  readonly metric: string
  readonly when: When
  /** Shown on pages of methods, left out of the README. */
  readonly detail?: true
}

export interface Study extends Experiment {
  readonly title: string
  /** Methods and presets (ids) that show its claims. */
  readonly methods: readonly string[]
  readonly presets?: readonly string[]
  /** What is compared, on what, in one to three sentences. */
  readonly about: string
  /** Seeds that had no part in choosing claims and bands. */
  readonly heldBack: readonly string[]
  /** What the table shows of every arm. */
  readonly columns: readonly Column[]
  /** Place in the README; absent: on the pages of its methods only. */
  readonly order?: number
  readonly notMeasured?: readonly Unmeasured[]
}

const count = (first: number, seeds: number): readonly string[] =>
  Array.from({ length: seeds }, (_, i) => String(first + i))

/** Claims are chosen on seeds 1 to 10 and checked on 101 to 110, unless the study says otherwise. */
export const defineStudy = (study: Omit<Study, 'seeds' | 'heldBack'> & Partial<Study>): Study =>
  Object.freeze({ seeds: count(1, 10), heldBack: count(101, 10), ...study })

/** The most usual statistic: one arm's reading in the middle of the seeds, or how far it lies above another arm's. */
export const middleOf = (reading: Omit<Reading, 'arm'>, arm: string, above?: string): Statistic => ({
  take: { arm, ...reading },
  ...(above !== undefined && { against: { how: 'minus', take: { arm: above, ...reading } } }),
  over: 'median',
})

/** `passAt1@20`, `reward@1-30 mean`, `correct@first>=0.5`: a reading's name within its arm. */
export const readingKey = ({ metric, when }: Pick<Reading, 'metric' | 'when'>): string => `${metric}@${whenKey(when)}`

function whenKey(when: When): string {
  if (typeof when === 'string') return when
  if ('at' in when) return String(when.at)
  if ('first' in when) return `first${when.first === 'atLeast' ? '>=' : '<='}${when.value}`
  return `${when.from}-${when.to} ${when.take}`
}

/** All that a study reads of an arm, for its claims and its table, each once. */
export function wantedOf({ claims, columns }: Study, { id: arm }: Arm): readonly Reading[] {
  const claimed = claims.flatMap(({ of }) => readingsOf(of)).filter(reading => reading.arm === arm)
  const all = [...columns.map(({ metric, when }) => ({ arm, metric, when })), ...claimed]
  return [...new Map(all.map(reading => [readingKey(reading), reading])).values()]
}

/** The method that each arm trains. */
export const armMethods = ({ arms, base }: Study, presets: readonly Preset[]): ReadonlyMap<string, string> => {
  const { recipe } = presets.find(({ id }) => id === base.preset) ?? { recipe: blankRecipe }
  return new Map(arms.map(({ id, change }) => [id, change?.method ?? base.change?.method ?? recipe.method]))
}

/** A study's claims that read a run of this method, or all where none does. */
export function claimsAbout(study: Study, method: string, presets: readonly Preset[]): readonly Claim[] {
  const trained = armMethods(study, presets)
  const own = study.claims.filter(({ of }) => readingsOf(of).some(({ arm }) => trained.get(arm) === method))
  return own.length > 0 ? own : study.claims
}

const worst: readonly Verdict[] = ['open', 'fails', 'direction', 'holds']

/** What can be said of several sets of seeds: no more than of the one in which least can be said. */
export const together = (verdicts: readonly Verdict[]): Verdict =>
  worst.find(verdict => verdicts.includes(verdict)) ?? 'open'

/** Whether a verdict is as the study says. A claim that comes out better than it stands is no fault of a run. */
export const isAsStated = ({ stands = 'holds' }: Claim, verdict: Verdict): boolean =>
  verdict !== 'open' && worst.indexOf(verdict) >= worst.indexOf(stands)
