/** From curves to places in a picture. Pure. */
import type { Drawn } from '../../figures/index.ts'
import { short } from '../kit/numbers.ts'
import { ticks } from '../kit/scales.ts'

/** A curve with how it looks and what it is called. */
export interface Stroke {
  readonly name: string
  readonly values: readonly number[]
  /** Place in the fixed order of run colours (theme.css). */
  readonly hue: number
  /** Place in the order of dash patterns. */
  readonly dash: number
  /** Of a method that is only laid below for comparison. */
  readonly isBelow: boolean
}

export interface Named {
  readonly title: string
  readonly drawn: Drawn
}

const hues = [1, 4, 2, 3, 6, 7, 5, 8] as const

/** Of one method, lines differ in hue; of several, methods in hue and lines in dashes. */
export function strokesOf(all: readonly Named[]): Stroke[] {
  const isOne = all.length === 1
  return all.flatMap(({ title, drawn }, at) =>
    drawn.lines.map(({ name, values }, line) => ({
      name: isOne ? name : `${title}, ${name}`,
      values,
      hue: hues[(isOne ? line : at) % hues.length] ?? 1,
      dash: line,
      isBelow: at > 0,
    })),
  )
}

export interface Axis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

/** Bottom and top of all curves at round numbers; flat curves get some air. */
export function verticalOf(strokes: readonly Stroke[]): Axis {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { values } of strokes) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  if (low > high) return { low: 0, high: 1, ticks: [] }
  const isFlat = high - low < 1e-9 * Math.max(1, Math.abs(high))
  const [bottom, top] = isFlat ? [Math.min(0, low - 1e-3), Math.max(low + 1e-3, 1)] : [low, high]
  const marks = ticks(bottom, top, 4)
  const gap = (marks[1] ?? top) - (marks[0] ?? bottom)
  const from = gap > 0 ? Math.floor(bottom / gap + 1e-9) * gap : bottom
  const to = gap > 0 ? Math.ceil(top / gap - 1e-9) * gap : top
  return { low: from, high: to, ticks: ticks(from, to, 6).map(at => ({ at, text: short(tidy(at, gap)) })) }
}

/** Without the dust of floating sums. */
const tidy = (value: number, gap: number): number => (Math.abs(value) < gap * 1e-6 ? 0 : Number(value.toPrecision(8)))

/** Share of the width at which a place of x stands. */
export function across(x: readonly number[], scale: 'log' | undefined): (value: number) => number {
  const of = scale === 'log' ? Math.log : (value: number) => value
  const [first, last] = [of(x[0] ?? 0), of(x.at(-1) ?? 1)]
  return value => (last > first ? (of(value) - first) / (last - first) : 0.5)
}

/** Whole numbers stand at their own places; powers of ten on a logarithmic axis. */
export function horizontalOf(x: readonly number[], scale: 'log' | undefined): Axis['ticks'] {
  const [low, high] = [x[0] ?? 0, x.at(-1) ?? 1]
  if (scale === 'log') {
    const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)]
    const powers = Array.from({ length: to - from + 1 }, (_, k) => 10 ** (from + k))
    return powers.filter((_, k) => powers.length < 6 || k % 2 === 0).map(at => ({ at, text: short(at) }))
  }
  const isWhole = x.every(Number.isInteger)
  const marks = isWhole && x.length <= 10 ? x : ticks(low, high, isWhole ? 8 : 5)
  return marks.map(at => ({ at, text: short(Number(at.toPrecision(6))) }))
}

/** SVG path through the finite points, in a box of 1000 by 1000; a gap where there is none. */
export function pathOf(values: readonly number[], xs: readonly number[], { low, high }: Axis): string {
  const parts: string[] = []
  let isOpen = false
  values.forEach((value, k) => {
    if (Number.isFinite(value))
      parts.push(`${isOpen ? 'L' : 'M'}${round(1000 * xs[k]!)} ${round(height(value, low, high))}`)
    isOpen = Number.isFinite(value)
  })
  return parts.join('')
}

/** The same places as dots: strokes without length, drawn by their round ends. */
export const dotsOf = (values: readonly number[], xs: readonly number[], { low, high }: Axis): string =>
  values
    .flatMap((value, k) =>
      Number.isFinite(value) ? [`M${round(1000 * xs[k]!)} ${round(height(value, low, high))}h0`] : [],
    )
    .join('')

const height = (value: number, low: number, high: number): number => (1000 * (high - value)) / (high - low)
const round = (value: number): number => Math.round(10 * value) / 10
