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
}

export function rowsOf(
  spec: ChartSpec,
  series: readonly Metrics[],
  baseline: Metrics | undefined,
  past: readonly Metrics[] | undefined,
  weight: number,
): Drawable {
  const rows = new Map<number, Record<string, number>>()
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
    put(metric, smoothed(points, weight))
    if (weight > 0) put(`raw ${metric}`, points)
    if (past) put(`past ${metric}`, smoothed(pointsOf(past, metric), weight))
  }
  const sorted = [...rows.values()].sort((a, b) => (a.iteration ?? 0) - (b.iteration ?? 0))
  return {
    rows: sorted.map(row => ({ ...row, iteration: row.iteration ?? 0 })),
    keys: { raw: weight > 0, past: past !== undefined },
  }
}

/** Bottom and top of the axis, with a little air, and three round-ish ticks. */
export function axisOf(
  spec: ChartSpec,
  rows: readonly Row[],
): { readonly domain: [number, number]; readonly ticks: number[] } {
  if (spec.range === 'share') return { domain: [0, 1], ticks: [0, 0.5, 1] }
  let low = spec.range === 'fromZero' ? 0 : Number.POSITIVE_INFINITY
  let high = spec.range === 'fromZero' ? 0 : Number.NEGATIVE_INFINITY
  for (const { iteration: _, ...values } of rows) {
    for (const value of Object.values(values)) {
      if (value === undefined) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  if (low > high || (low === 0 && high === 0)) return { domain: [0, 1], ticks: [0, 1] }
  const grain = roundUp(Math.max(high - low, Math.abs(high) * 1e-3, 1e-9) / 3)
  const bottom = Math.floor(low / grain) * grain
  const top = Math.max(bottom + grain, Math.ceil(high / grain) * grain)
  const ticks = [bottom, top]
  if (bottom < 0 && top > 0) ticks.splice(1, 0, 0)
  return { domain: [bottom, top], ticks: ticks.map(tick => Number(tick.toPrecision(6))) }
}

/** 1, 2 or 5 times a power of ten, not below the value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const digit = [1, 2, 5, 10].find(candidate => candidate * power >= value * 0.999) ?? 10
  return digit * power
}
