/** Places on a chart of several runs: axes, paths, and where the names stand. Pure. */
import type { Line, LinePoint } from '../../store/compare/figures.ts'
import { ticks } from '../kit/scales.ts'

export interface Scale {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
}

/** Round ends around all that is drawn; a share never leaves 0 to 1. */
export function heightOf(lines: readonly Line[], isShare: boolean): Scale {
  const values = lines.flatMap(({ middle, seeds }) => [
    ...middle.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
    ...(middle.some(({ low }) => low !== undefined)
      ? []
      : seeds.flatMap(({ points }) => points.map(({ value }) => value))),
  ])
  const [least, greatest] = extent(values)
  const span = Math.max(greatest - least, isShare ? 0.05 : 1e-6 * Math.max(1, Math.abs(greatest)))
  const marks = ticks(least - 0.02 * span, least + 1.02 * span, 4)
  const step = (marks[1] ?? 1) - (marks[0] ?? 0) || span
  const low = Math.floor(least / step + 1e-9) * step
  const high = Math.max(low + step, Math.ceil(greatest / step - 1e-9) * step)
  const [bottom, top] = isShare ? [Math.max(0, low), Math.min(1, high)] : [low, high]
  const count = Math.round((top - bottom) / step)
  return { low: bottom, high: top, ticks: Array.from({ length: count + 1 }, (_, i) => bottom + i * step) }
}

function extent(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low > high ? [0, 1] : [low, high]
}

/** Points of a path at most: a chart is rarely wider in pixels. */
const most = 300

/** Every few points, the last always. */
const thin = <T>(points: readonly T[]): readonly T[] => {
  const step = Math.ceil(points.length / most)
  return step <= 1 ? points : points.filter((_, i) => i % step === 0 || i === points.length - 1)
}

/** In a box of 1000 by 1000. */
export const placer = (end: number, { low, high }: Scale) => ({
  x: (value: number) => (1000 * value) / Math.max(end, 1e-9),
  y: (value: number) => (1000 * (high - value)) / (high - low || 1),
})
type Placer = ReturnType<typeof placer>

const round = (value: number): number => Math.round(10 * value) / 10

export const pathOf = (points: readonly LinePoint[], { x, y }: Placer): string =>
  thin(points)
    .map(point => `${round(x(point.x))} ${round(y(point.value))}`)
    .join('L')
    .replace(/^(?=.)/, 'M')

/** From the lowest to the highest seed, where there are enough. */
export function bandOf({ middle }: Line, { x, y }: Placer): string {
  const inside = thin(middle.filter(({ low, high }) => low !== undefined && high !== undefined))
  if (inside.length < 2) return ''
  const upper = inside.map(({ x: at, high = 0 }) => `${round(x(at))} ${round(y(high))}`)
  const lower = inside.map(({ x: at, low = 0 }) => `${round(x(at))} ${round(y(low))}`).reverse()
  return `M${[...upper, ...lower].join('L')}Z`
}

/** Tops of the names, in pixels, near the ends of their lines and never over one another. */
export function spread(wanted: readonly number[], height: number, gap: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
  const tops = new Map<number, number>()
  let next = 0
  for (const i of order) {
    const top = Math.max(next, wanted[i] ?? 0)
    tops.set(i, top)
    next = top + gap
  }
  // What was pushed out below comes back up.
  let limit = height
  for (const i of order.toReversed()) {
    const top = Math.min(tops.get(i) ?? 0, limit)
    tops.set(i, top)
    limit = top - gap
  }
  return wanted.map((_, i) => tops.get(i) ?? 0)
}
