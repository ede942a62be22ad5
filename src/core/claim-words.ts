/** Claims in words: one wording for the README, the method pages and the command line. */
import type { Arm, Band, Claim, Reading, Statistic, Verdict, When } from './claim.ts'
import { restored, type StoredReading, type StoredVerdict } from './measured.ts'
import { metricSpecOf } from './metrics.ts'

export const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  direction: 'holds in direction only',
  fails: 'does not hold here',
  open: 'not measured yet',
}

/** Three digits where everything is below a tenth, two up to ten, then fewer. */
function digitsFor(values: readonly number[]): number {
  const size = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs))
  if (size === 0 || size >= 100) return 0
  return size >= 10 ? 1 : size >= 0.1 ? 2 : 3
}

function fixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'none'
  if (!Number.isFinite(value)) return value > 0 ? 'never' : '-∞'
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace('-', '') : text
}

export const figureWords = (value: number): string => fixed(value, digitsFor([value]))

/**
 * `0.52 [0.50, 0.54]`: the middle, and the lowest and the highest seed, with as many digits as the largest needs; `none`
 * where nothing was measured.
 */
export function rangeWords(middle: number, low: number, high: number): string {
  if (Number.isNaN(middle)) return fixed(middle, 0)
  const digits = digitsFor([middle, low, high])
  const [first, second, third] = [middle, low, high].map(value => fixed(value, digits))
  return `${first} [${second}, ${third}]`
}

export const readingRange = ({ middle, low, high }: StoredReading): string =>
  rangeWords(restored(middle), restored(low), restored(high))

export const verdictRange = ({ figure, low, high }: StoredVerdict): string =>
  rangeWords(restored(figure), restored(low), restored(high))

/** `{figure}` filled in. */
export const sayWith = ({ says }: Pick<Claim, 'says'>, figure: number): string =>
  says.replaceAll('{figure}', figureWords(figure))

export function bandWords({ low, high, agree }: Band): string {
  const inside = ends(low, high)
  if (agree === undefined) return inside
  return `${inside}, in ${agree >= 1 ? 'every seed' : `at least ${Math.round(agree * 100)} % of the seeds`}`
}

function ends(low: number | undefined, high: number | undefined): string {
  if (low === undefined) return high === undefined ? 'anything' : `at most ${high}`
  if (high === undefined) return `at least ${low}`
  return low === high ? `exactly ${low}` : `between ${low} and ${high}`
}

/** `pass@64 at iteration 480: NSR minus PSR, median over seeds`. */
export function statisticWords({ take, against, over }: Statistic, arms: readonly Arm[]): string {
  const label = ({ arm }: Reading) => arms.find(({ id }) => id === arm)?.label ?? arm
  const what = readingWords(take)
  if (against === undefined) return `${what}: ${label(take)}, ${over} over seeds`
  const other = readingWords(against.take)
  const second = other === what ? label(against.take) : `${label(against.take)} (${other})`
  return `${what}: ${label(take)} ${against.how === 'minus' ? 'minus' : 'divided by'} ${second}, ${over} over seeds`
}

const readingWords = ({ metric, when }: Reading): string =>
  typeof when === 'object' && 'first' in when
    ? `first iteration with ${metricWords(metric)} ${when.first === 'atLeast' ? 'at least' : 'at most'} ${when.value}`
    : `${metricWords(metric)} ${whenWords(when)}`

const metricWords = (metric: string): string => metricSpecOf(metric)?.label ?? metric

const takeWords = {
  mean: 'mean',
  rms: 'root mean square',
  std: 'deviation',
  sum: 'sum',
  min: 'least',
  max: 'most',
} as const

function whenWords(when: Exclude<When, { readonly first: unknown }>): string {
  if (when === 'start') return 'at the start'
  if (when === 'end') return 'at the end'
  if ('at' in when) return `at iteration ${when.at}`
  return `in iterations ${when.from} to ${when.to} (${takeWords[when.take]})`
}

/** `1-10` for numbers in a row, else the words themselves. */
export function seedWords(seeds: readonly string[]): string {
  const inRow = seeds.every((seed, i) => seed === String(Number(seeds[0]) + i))
  return inRow && seeds.length > 2 ? `${seeds[0]}-${seeds.at(-1)}` : seeds.join(', ')
}
