/** Why two methods differ on the same responses, in words and numbers: read off their numbers and what they explain. */
import type { Explain } from '../core/batch.ts'
import { type Numbers, sum } from '../core/math.ts'
import { compare, type Measured } from './bench.ts'

const largestOf = (values: readonly number[]): number =>
  values.reduce((top, value) => Math.max(top, Math.abs(value)), 0)

/** A true minus, three digits at most, as text. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return 'none'
  const size = Math.abs(value)
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(1) : String(Number(value.toPrecision(3)))
  return text.replace(/-/g, '\u2212')
}
/** A factor near 1 keeps the digits by which it differs. */
const times = (factor: number): string =>
  `×${Math.abs(factor - 1) < 5e-3 ? String(Number(factor.toPrecision(5))) : figure(factor)}`

/** One factor that carries all of `from` to `to`; undefined where there is none. */
function commonFactor(from: readonly number[], to: readonly number[]): number | undefined {
  const at = from.findIndex(value => Math.abs(value) === largestOf(from))
  const factor = to[at]! / from[at]!
  const fits =
    Number.isFinite(factor) && to.every((value, k) => Math.abs(value - factor * from[k]!) <= 1e-3 * largestOf(to))
  return fits ? factor : undefined
}

/** One number by which all differ; undefined where there is none. */
function commonShift(from: readonly number[], to: readonly number[]): number | undefined {
  const shift = to[0]! - from[0]!
  const slack = 1e-3 * Math.max(largestOf(from), largestOf(to))
  return to.every((value, k) => Math.abs(value - from[k]! - shift) <= slack) ? shift : undefined
}

/** How the numbers of `to` stand to those of `from`, over the same responses: one sentence. */
export function relation(from: readonly number[], to: readonly number[]): string {
  const { rank, flips, isEqual } = compare(to, from)
  if (isEqual) return 'The same numbers here.'
  if (largestOf(to) === 0) return 'It pushes none of these responses.'
  if (largestOf(from) === 0) return 'The base pushes none of these responses; it does.'
  const factor = commonFactor(from, to)
  if (factor !== undefined && factor < 0) return `Turned round, ${times(-factor)} in size.`
  if (factor !== undefined) return `Same order, other size: ${times(factor)} everywhere.`
  const shift = commonShift(from, to)
  const signs = flips === 0 ? '' : ` ${flips} of ${to.length} change their sign.`
  if (shift !== undefined) return `Same distances, shifted by ${figure(shift)}.${signs}`
  if (rank > 0.9999) return `Same order, other distances.${signs}`
  return `${Number.isNaN(rank) ? 'One of the two has no order' : `Another order: rank agreement ${figure(rank)}`}.${signs}`
}

/** What a method divides by, under the names that methods report it. */
const divisors = ['std', 'spread', 'scale', 'deviation']

/** A method's own word about one response: a number under a name. */
interface Said {
  readonly name: string
  readonly label: string
  readonly value: number
}

/** What a method explains about a response, or about its group. */
function said(explain: Explain, row: number, group: number): Said[] {
  return Object.entries(explain).flatMap(([name, { extent, values, label }]) => {
    const value = extent === 'rollout' ? values[row] : extent === 'group' ? values[group] : undefined
    return value === undefined || Number.isNaN(value) ? [] : [{ name, label: label ?? name, value }]
  })
}

const tells = ({ name, label, value }: Said): string =>
  divisors.includes(name) && value > 0 ? `${label} ${figure(value)} → ${times(1 / value)}` : `${label} ${figure(value)}`

/** Reasons for a difference at one response, each a few words: what both say of it otherwise, then what only one says. */
export function reasons(base: Measured, other: Measured, row: number): string[] {
  const group = base.batch.group[row] ?? 0
  const [from, to] = [said(base.explain, row, group), said(other.explain, row, group)]
  const twin = (one: Said, among: readonly Said[]) => among.find(({ name }) => name === one.name)
  const isOther = (a: number, b: number) => Math.abs(a - b) > 1e-6 * Math.max(1e-6, Math.abs(a), Math.abs(b))
  const both = to.flatMap(one => {
    const was = twin(one, from)
    return was && isOther(one.value, was.value)
      ? [`${one.label} ${figure(one.value)} instead of ${figure(was.value)}`]
      : []
  })
  const gone = from.filter(one => !twin(one, to)).map(one => `without ${tells(one)}`)
  const added = to.filter(one => !twin(one, from)).map(one => `with ${tells(one)}`)
  const isKin = base.entry.method === other.entry.method && base.entry.key !== other.entry.key
  const set = isKin && other.entry.note ? [other.entry.note] : []
  return [...both, ...gone, ...added, ...set].map(words => words.charAt(0).toUpperCase() + words.slice(1))
}

/** What the sum over a group does to it: nothing, where it is 0. */
export function sumSentence(title: string, values: Numbers): string | undefined {
  const total = sum(values)
  const size = largestOf(Array.from(values))
  if (Math.abs(total) <= 1e-4 * size * Math.max(1, values.length)) return undefined
  return `${title} sums to ${figure(total)} over the group: as a whole it is pushed ${total > 0 ? 'up' : 'down'}.`
}
