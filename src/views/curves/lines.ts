/** A chart's rows for Recharts: one per iteration that any of its lines has a point at. */
import type { Metrics } from '../../core/metrics.ts'
import { type Point, pointsOf, smoothed, thinned } from '../../store/select/curve.ts'
import type { ChartSpec } from './charts.ts'

/** Points of a line at most; a chart is rarely wider in pixels. */
const most = 240

export type Row = { readonly iteration: number } & Readonly<Record<string, number | undefined>>

export interface Drawable {
  readonly rows: readonly Row[]
  /** Data keys of the raw lines, the smoothed ones, and those of the run before. */
  readonly keys: { readonly raw: boolean; readonly past: boolean }
  /** Metrics that were measured now and then only, as those of the probe: drawn as dots, and not smoothed. */
  readonly sparse: ReadonlySet<string>
}

export function rowsOf(
  spec: ChartSpec,
  series: readonly Metrics[],
  baseline: Metrics | undefined,
  past: readonly Metrics[] | undefined,
  weight: number,
): Drawable {
  const rows = new Map<number, Record<string, number>>()
  const sparse = new Set<string>()
  const put = (key: string, points: readonly Point[]) => {
    for (const { iteration, value } of thinned(points, most)) {
      const row = rows.get(iteration) ?? { iteration }
      row[key] = value
      rows.set(iteration, row)
    }
  }
  for (const { metric } of spec.lines) {
    const start = baseline?.[metric]
    const points = [...(start === undefined ? [] : [{ iteration: 0, value: start }]), ...pointsOf(series, metric)]
    const isSparse = points.length > 0 && 2 * points.length < (points.at(-1)?.iteration ?? 0)
    if (isSparse) sparse.add(metric)
    put(metric, isSparse ? points : smoothed(points, weight))
    if (weight > 0 && !isSparse) put(`raw ${metric}`, points)
    if (past) put(`past ${metric}`, smoothed(pointsOf(past, metric), weight))
  }
  const sorted = [...rows.values()].sort((a, b) => (a.iteration ?? 0) - (b.iteration ?? 0))
  return {
    rows: sorted.map(row => ({ ...row, iteration: row.iteration ?? 0 })),
    keys: { raw: weight > 0, past: past !== undefined },
    sparse,
  }
}

export interface Axis {
  readonly domain: [number, number]
  /** At round steps, the ends among them. */
  readonly ticks: readonly number[]
  readonly isLog: boolean
}

/** How high a value stands, from 0 at the bottom to 1 at the top. */
export function heightOf({ domain: [low, high], isLog }: Axis, value: number): number {
  const scale = isLog ? Math.log : (x: number) => x
  return (scale(value) - scale(low)) / (scale(high) - scale(low))
}

const rounded = (tick: number): number => Number(tick.toPrecision(6))

/** Bottom and top of the axis at round numbers, and ticks between: about four, so that a value can be read off. */
export function axisOf(spec: ChartSpec, rows: readonly Row[], log = false): Axis {
  if (spec.range === 'share') return { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], isLog: false }
  const values = rows.flatMap(({ iteration: _, ...all }) => Object.values(all).filter(value => value !== undefined))
  if (log && values.length > 0 && values.every(value => value > 0)) return logAxis(values)
  if (spec.range === 'fromZero') values.push(0)
  const [low, high] = [reduced(values, Math.min), reduced(values, Math.max)]
  if (low === undefined || high === undefined || (low === 0 && high === 0)) {
    return { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], isLog: false }
  }
  // Noise in the last digits is not stretched to the whole height.
  const least = spec.leastSpan ?? Math.max(0.1 * Math.max(Math.abs(low), Math.abs(high)), 1e-9)
  const slack = Math.max(0, least - (high - low)) / 2
  const [from, to] = [spec.range === 'fromZero' ? 0 : low - slack, high + slack]
  const step = roundUp((to - from) / 4)
  const bottom = Math.floor(from / step + 1e-9)
  const top = Math.max(bottom + 1, Math.ceil(to / step - 1e-9))
  const ticks = Array.from({ length: top - bottom + 1 }, (_, i) => rounded((bottom + i) * step))
  return { domain: [rounded(bottom * step), rounded(top * step)], ticks, isLog: false }
}

function reduced(values: readonly number[], best: (a: number, b: number) => number): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => best(a, b))
}

/** Between powers of ten; what spans less than two of them gets ticks at 2 and 5 as well. */
function logAxis(values: readonly number[]): Axis {
  const bottom = Math.floor(Math.log10(reduced(values, Math.min) ?? 1))
  const top = Math.max(bottom + 1, Math.ceil(Math.log10(reduced(values, Math.max) ?? 1)))
  const digits = top - bottom <= 2 ? [1, 2, 5] : [1]
  const ticks = Array.from({ length: top - bottom }, (_, i) => digits.map(digit => rounded(digit * 10 ** (bottom + i))))
  return { domain: [10 ** bottom, 10 ** top], ticks: [...ticks.flat(), 10 ** top], isLog: true }
}

/** 1, 2 or 5 times a power of ten, not below the value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const digit = [1, 2, 5, 10].find(candidate => candidate * power >= value * 0.999) ?? 10
  return digit * power
}
