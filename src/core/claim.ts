/**
 * Claims are data: what is said, of which runs, and when it holds. The README, the method pages, the command line and the
 * tests read the same record and call the same `evaluateClaim`. What does not fit these forms becomes a metric, never a
 * function in a claim.
 */
import { lookUp } from './fail.ts'
import { mean } from './math.ts'
import type { Metrics } from './metrics.ts'
import type { Preset } from './presets.ts'
import { blankRecipe, type Recipe } from './recipe.ts'
import { applyDifference, type RecipeDifference, type RecipeLookups } from './recipe-check.ts'

/** A preset (absent: the blank recipe), and what is written over it. */
export interface RecipeRef {
  readonly preset?: string
  readonly change?: RecipeDifference
}

/** One of the runs that are compared, as its difference from the experiment's base. */
export interface Arm {
  readonly id: string
  readonly label: string
  readonly change?: RecipeDifference
  /** Where arms must differ in length: equal responses, say. */
  readonly iterations?: number
}

export type Take = 'mean' | 'rms' | 'std' | 'sum' | 'min' | 'max'

/** Where in a run a metric is read; `first` is the number of an iteration, infinite if it never comes. */
export type When =
  | 'start'
  | 'end'
  | { readonly at: number }
  | { readonly from: number; readonly to: number; readonly take: Take }
  | { readonly first: 'atLeast' | 'atMost'; readonly value: number }

export interface Reading {
  readonly arm: string
  readonly metric: string
  readonly when: When
}

/** A difference or ratio is taken within each seed, because arms of one seed share their noise; then over the seeds. */
export interface Statistic {
  readonly take: Reading
  readonly against?: { readonly how: 'minus' | 'over'; readonly take: Reading }
  readonly over: 'median' | 'mean' | 'min' | 'max'
}

/** Inclusive ends; absent: open. `agree`: share of the seeds that must lie inside by themselves, by default more than half. */
export interface Band {
  readonly low?: number
  readonly high?: number
  readonly agree?: number
}

/** `direction`: not inside the band, but on its side of "no difference", and enough seeds too. `open`: seeds are missing. */
export type Verdict = 'holds' | 'direction' | 'fails' | 'open'

interface Statement {
  /** Kebab-case, unique within its experiment. */
  readonly id: string
  /** One sentence; `{figure}` stands for what was measured. */
  readonly says: string
  /** Whose statement it is: a paper's, put to the test here, or one that was made here. */
  readonly by: 'paper' | 'here'
}

export interface Claim extends Statement {
  readonly of: Statistic
  readonly band: Band
  /** What is known of it: a claim that does not hold stands as one that does not. Absent: `holds`. */
  readonly stands?: Exclude<Verdict, 'open'>
}

/** What is said and cannot be put to the test here. */
export interface Unmeasured extends Statement {
  /** Why not, in one sentence. */
  readonly because: string
}

export interface Experiment {
  readonly id: string
  readonly base: RecipeRef
  /** The first is the one that others are compared with. */
  readonly arms: readonly Arm[]
  readonly iterations: number
  readonly seeds: readonly string[]
  readonly claims: readonly Claim[]
}

/** What one arm came to with one seed. */
export interface ArmRun {
  readonly arm: string
  readonly seed: string
  /** Of the starting policy. */
  readonly start: Metrics
  /** One entry per finished iteration. */
  readonly metrics: readonly Metrics[]
  /** Why it stopped early. What lies behind that is NaN. */
  readonly failure?: string
}

export interface Summary {
  readonly middle: number
  readonly low: number
  readonly high: number
}

export interface Judged {
  readonly verdict: Verdict
  /** Over all seeds that count; NaN when there is none. */
  readonly figure: number
  readonly perSeed: readonly { readonly seed: string; readonly value: number }[]
}

/** The recipe of an arm. What of the base does not fit its method falls away, as when a method is changed on the page. Fails on an unknown preset. */
export function armRecipe(
  { base, iterations }: Pick<Experiment, 'base' | 'iterations'>,
  arm: Arm,
  seed: string,
  presets: readonly Preset[],
  lookups: RecipeLookups,
): Recipe {
  const named = new Map(presets.map(({ id, recipe }) => [id, recipe]))
  const preset = base.preset === undefined ? blankRecipe : lookUp('preset', base.preset, named)
  const start = applyDifference(base.change ?? {}, preset, lookups)
  const recipe = applyDifference(arm.change ?? {}, start, lookups)
  return applyDifference({ seed, params: { iterations: arm.iterations ?? iterations } }, recipe, lookups)
}

/** NaN where the run did not get so far, or the metric was not measured there: nothing is interpolated. */
export function readRun({ start, metrics, failure }: ArmRun, metric: string, when: When): number {
  const at = (iteration: number) => metrics[iteration - 1]?.[metric] ?? Number.NaN
  if (when === 'start') return start[metric] ?? Number.NaN
  if (when === 'end') return failure === undefined ? at(metrics.length) : Number.NaN
  if ('at' in when) return at(when.at)
  if ('first' in when) {
    const reached = (value: number | undefined) =>
      value !== undefined && (when.first === 'atLeast' ? value >= when.value : value <= when.value)
    const found = metrics.findIndex(each => reached(each[metric]))
    return found < 0 ? Number.POSITIVE_INFINITY : found + 1
  }
  if (metrics.length < when.to) return Number.NaN
  const span = metrics.slice(when.from - 1, when.to).map(each => each[metric] ?? Number.NaN)
  return takeOf[when.take](span.filter(value => !Number.isNaN(value)))
}

/** Of the iterations of a span that measured the metric; NaN when none did. */
const takeOf: Readonly<Record<Take, (values: readonly number[]) => number>> = {
  mean,
  rms: values => Math.sqrt(mean(values.map(value => value ** 2))),
  std: values => Math.sqrt(mean(values.map(value => (value - mean(values)) ** 2))),
  sum: values => (values.length === 0 ? Number.NaN : values.reduce((total, value) => total + value, 0)),
  min: values => (values.length === 0 ? Number.NaN : Math.min(...values)),
  max: values => (values.length === 0 ? Number.NaN : Math.max(...values)),
}

/** Middle and ends over seeds; a seed without a value makes them NaN, so that it cannot be overlooked. */
export function summarise(values: readonly number[]): Summary {
  if (values.length === 0 || values.some(Number.isNaN)) return { middle: Number.NaN, low: Number.NaN, high: Number.NaN }
  return { middle: middleOf(values), low: Math.min(...values), high: Math.max(...values) }
}

/** The median. Infinite values (an iteration that never came) are sorted, not averaged with their like. */
function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [below, above] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  return below === above ? below : (below + above) / 2
}

/** All readings of a statistic: one, or two that are compared. */
export const readingsOf = ({ take, against }: Statistic): readonly Reading[] =>
  against === undefined ? [take] : [take, against.take]

/** A seed counts once all arms that the claim reads have finished it; until every seed does, the claim is open. */
export function evaluateClaim(claim: Claim, runs: readonly ArmRun[], seeds: readonly string[]): Judged {
  const known = new Map(runs.map(run => [`${run.arm} ${run.seed}`, run]))
  return judge(claim, seeds, ({ arm, metric, when }, seed) => {
    const run = known.get(`${arm} ${seed}`)
    return run && readRun(run, metric, when)
  })
}

/** `evaluateClaim` on what was read already: `valueFor` is undefined where a run is missing. */
export function judge(
  { of, band }: Pick<Claim, 'of' | 'band'>,
  seeds: readonly string[],
  valueFor: (reading: Reading, seed: string) => number | undefined,
): Judged {
  const perSeed = seeds.flatMap(seed => {
    const [first, second] = readingsOf(of).map(reading => valueFor(reading, seed))
    const value = first === undefined ? undefined : compared(of, first, second)
    return value === undefined ? [] : [{ seed, value }]
  })
  const values = perSeed.map(({ value }) => value)
  const figure = overSeeds(of, values)
  return { verdict: values.length < seeds.length ? 'open' : verdictOf(of, band, figure, values), figure, perSeed }
}

const compared = ({ against }: Statistic, first: number, second: number | undefined): number | undefined => {
  if (against === undefined) return first
  if (second === undefined) return undefined
  return against.how === 'minus' ? first - second : first / second
}

function overSeeds({ over }: Statistic, values: readonly number[]): number {
  if (values.length === 0 || values.some(Number.isNaN)) return Number.NaN
  switch (over) {
    case 'median':
      return middleOf(values)
    case 'mean':
      return mean(values)
    case 'min':
      return Math.min(...values)
    case 'max':
      return Math.max(...values)
  }
}

function verdictOf(of: Statistic, band: Band, figure: number, values: readonly number[]): Verdict {
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY, agree } = band
  const enough = (isSo: (value: number) => boolean) => {
    const count = values.filter(isSo).length
    return isSo(figure) && (agree === undefined ? count > values.length / 2 : count >= agree * values.length - 1e-9)
  }
  if (enough(value => low <= value && value <= high)) return 'holds'
  // Side of the band on which "no difference" does not lie; none where the band holds it.
  const none = of.against === undefined ? undefined : of.against.how === 'minus' ? 0 : 1
  if (none === undefined || (low <= none && none <= high)) return 'fails'
  return enough(value => (low > none ? value > none : value < none)) ? 'direction' : 'fails'
}
