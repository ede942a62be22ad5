/**
 * The bench: one batch under many methods. A row is a method with its settings; what it makes of the batch is measured
 * once and read as numbers per response or per token, beside a base row. Pure; the page and the command line use it alike.
 */
import { type Batch, type Explain, missingColumns, rolloutOfToken, type With } from '../core/batch.ts'
import { columns, specOf } from '../core/columns.ts'
import { type Convention, conventionNamed, conventions, titleOf as conventionTitle } from '../core/conventions.ts'
import { fail, lookUp } from '../core/fail.ts'
import { correlation, type Numbers, ranks, sum } from '../core/math.ts'
import { conventionOf, defaultsOf, type ParamValues } from '../core/params.ts'
import { purpose, stream } from '../core/rng.ts'
import { show } from '../core/show.ts'
import { estimate, estimateSlots } from './estimate.ts'
import { methods, type ResolvedMethod, resolveMethod, yardstick } from './index.ts'

/** A row: a method under some settings. */
export interface Entry {
  /** `grpo`, or `grpo@verl` for GRPO as verl sets it; its word in an address and on the command line. */
  readonly key: string
  readonly title: string
  /** What it sets otherwise than its defaults, in words. */
  readonly note: string | undefined
  readonly method: ResolvedMethod
  readonly params: ParamValues
  /** True where a person wrote it here. */
  readonly isOwn?: true
}

/** What is compared: a number per response, or per token. */
export const quantities = {
  advantage: { title: 'Advantage', per: 'rollout' },
  credit: { title: 'Credit by token', per: 'token' },
  weight: { title: 'Gradient weight', per: 'rollout' },
} as const
export type Quantity = keyof typeof quantities
export const isQuantity = (word: string): word is Quantity => Object.hasOwn(quantities, word)

/** The rows that a bench begins with. */
export const usualRows: readonly string[] = [yardstick, 'grpo@nemo-rl', 'dr-grpo', 'rloo', 'maxrl', 'grpo-batch-std']

/** What a method is called as another trainer sets it. */
const asIn = (convention: Convention): string =>
  convention === 'paper' ? 'as in its paper' : `as in ${conventionTitle(convention)}`

/** Settings of the slots that are estimated which are no defaults, for people; undefined where there are none. */
function noteOf({ specs, slotOf }: ResolvedMethod, params: ParamValues): string | undefined {
  const slots: readonly (string | undefined)[] = estimateSlots
  const set = Object.entries(specs).filter(([key, spec]) => slots.includes(slotOf[key]) && params[key] !== spec.default)
  return set.length > 0 ? set.map(([key, { label }]) => `${label.toLowerCase()} ${params[key]}`).join(', ') : undefined
}

/** Of a run: its method, and what it sets. */
export interface Own {
  readonly method: string
  readonly params: ParamValues
}

/**
 * The row of a key. The run's own method, named without a convention, is taken as the run sets it; every other one at its
 * defaults. Fails on an unknown method or convention, and on a method that gives no credit.
 */
export function entryOf(key: string, own?: Own): Entry {
  const [id = '', word] = key.split('@')
  // What a person wrote has a row of its own, wherever it runs.
  const { title } = lookUp('method', id, methods)
  const method = resolveMethod(id)
  if (!method.credit) fail('bench', 'a method that gives credit', show(id), 'It does not train: choose another one.')
  const defaults = defaultsOf(method.specs)
  if (word !== undefined) {
    const convention = conventionNamed(word) ?? unknownConvention(word)
    const params = { ...defaults, ...conventionOf(method.specs, convention) }
    const note = noteOf(method, params) ?? 'the same settings'
    return { key, title: `${title} ${asIn(convention)}`, note, method, params }
  }
  const params = own?.method === id ? { ...defaults, ...own.params } : defaults
  return { key, title, note: noteOf(method, params), method, params }
}

const unknownConvention = (word: string): never =>
  fail('bench', `one of ${conventions.join(', ')} after @`, show(word), 'For example grpo@verl.')

/** The key of a method under a convention; undefined for its defaults. */
export const keyUnder = (id: string, convention: Convention | undefined): string =>
  convention === undefined ? id : `${id}@${convention}`

/** Which method stands best beside this one at first: the yardstick, and beside that the one without a deviation. */
export const rivalOf = (id: string): string => (id === yardstick ? 'dr-grpo' : yardstick)

/** Conventions that set something of what the bench computes. */
export const conventionsOf = ({ specs }: ResolvedMethod): Convention[] =>
  conventions.filter(convention => Object.keys(conventionOf(specs, convention)).length > 0)

/** Every method that gives credit, at its defaults; made once. */
let known: readonly Entry[] | undefined
export function everyEntry(own?: Own): readonly Entry[] {
  known ??= [...methods.keys()].filter(id => resolveMethod(id).credit !== undefined).map(id => entryOf(id))
  return own ? known.map(entry => (entry.key === own.method ? entryOf(entry.key, own) : entry)) : known
}

export interface Measured {
  readonly entry: Entry
  readonly batch: With<'advantage' | 'credit'>
  readonly explain: Explain
}
export interface Refused {
  readonly entry: Entry
  readonly because: string
}
export type Outcome = Measured | Refused
export const isMeasured = (outcome: Outcome): outcome is Measured => 'batch' in outcome

/** What another method's slots wrote is no material for this one; rewards stay as they were shaped. */
export function material(batch: Batch): Batch {
  const written = columns.filter(column => specOf(column).at === 'slot' && column !== 'tokenReward')
  const rest = { ...batch }
  for (const column of written) delete rest[column]
  return rest
}

/**
 * One method on a batch (`material`): parameters of its entry, no memory of earlier iterations, the noise of seed 0. Says
 * why where the batch lacks what it reads or its part fails.
 */
export function measure(entry: Entry, batch: Batch, iteration: number): Outcome {
  const { method, params } = entry
  const missing = missingColumns(batch, method.needs)
  if (missing.length > 0) return { entry, because: `needs ${missing.map(column => specOf(column).words).join('; ')}` }
  try {
    const context = { iteration, iterations: iteration + 1, draw: stream(0, purpose.method, iteration) }
    const { batch: made, explain } = estimate(method, params, batch, context)
    return { entry, batch: made, explain }
  } catch (error) {
    return { entry, because: error instanceof Error ? error.message : String(error) }
  }
}

/** [n] of tokens [T]: what each response gets in all. */
export function perResponse(batch: Batch, values: Numbers): Float32Array {
  const total = new Float32Array(batch.rollouts)
  rolloutOfToken(batch).forEach((row, t) => {
    total[row]! += values[t]!
  })
  return total
}

/** How a row's numbers stand to the base's, both over the same places. */
export interface Comparison {
  readonly sum: number
  /** The largest size. */
  readonly largest: number
  /** The same, over the base's; NaN where that is 0. */
  readonly ratio: number
  /** Agreement of the two orders, from -1 to 1; NaN where one side has no order. */
  readonly rank: number
  /** Places at which the two push in opposite directions. */
  readonly flips: number
  readonly isEqual: boolean
}

/** Passes over what is no number. */
const largestOf = (values: Numbers): number =>
  Array.from(values).reduce((top, value) => (Number.isNaN(value) ? top : Math.max(top, Math.abs(value))), 0)

/** Single precision and another order of the same sums leave this much, as a share of the largest. */
const rounding = 2e-6

/** Whether two lists of numbers are the same but for rounding; NaN equals NaN. */
export function isSame(a: Numbers, b: Numbers): boolean {
  const slack = rounding * Math.max(largestOf(a), largestOf(b))
  return (
    a.length === b.length &&
    Array.from(a).every((value, k) => Object.is(value, b[k]) || Math.abs(value - b[k]!) <= slack)
  )
}

/** The numbers with what is only rounding made 0, so that it has neither sign nor rank. */
function settled(values: Numbers): number[] {
  const slack = rounding * largestOf(values)
  const step = slack || 1
  return Array.from(values, value => Math.round(value / step) * step)
}

export function compare(values: Numbers, base: Numbers): Comparison {
  const [own, other] = [settled(values), settled(base)]
  const [largest, reference] = [largestOf(values), largestOf(base)]
  return {
    sum: sum(values),
    largest,
    ratio: reference > 0 ? largest / reference : Number.NaN,
    rank: correlation(ranks(own), ranks(other)),
    flips: own.filter((value, k) => value * other[k]! < 0).length,
    isEqual: isSame(values, base),
  }
}

/** A row and the others that give the same numbers here; which of them stands for all is the caller's order. */
export interface Alike<T> {
  readonly first: T
  readonly others: readonly T[]
}

/** Rows of equal numbers together, in the order of their first. */
export function alike<T>(rows: readonly T[], numbers: (row: T) => Numbers): Alike<T>[] {
  const kinds: { readonly first: T; readonly own: Numbers; readonly others: T[] }[] = []
  for (const row of rows) {
    const own = numbers(row)
    const kind = kinds.find(known => isSame(known.own, own))
    if (kind) kind.others.push(row)
    else kinds.push({ first: row, own, others: [] })
  }
  return kinds
}
