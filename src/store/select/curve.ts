/** Series as lines: points, smoothing, thinning, and the band of the start. */
import { mean, std } from '../../core/math.ts'
import type { Metrics } from '../../core/metrics.ts'

export interface Point {
  readonly iteration: number
  readonly value: number
}

/** Measured values only, in order. */
export function pointsOf(series: readonly Metrics[], metric: string): Point[] {
  const points: Point[] = []
  series.forEach((metrics, index) => {
    const value = metrics[metric]
    if (value !== undefined && Number.isFinite(value)) points.push({ iteration: index + 1, value })
  })
  return points
}

/** Exponential smoothing with bias correction, so that the start is not pulled towards 0. Weight 0 changes nothing. */
export function smoothed(points: readonly Point[], weight: number): Point[] {
  let carried = 0
  let mass = 0
  return points.map(({ iteration, value }) => {
    carried = weight * carried + (1 - weight) * value
    mass = weight * mass + (1 - weight)
    return { iteration, value: carried / mass }
  })
}

/**
 * At most `limit` points that keep the look of the line: largest triangle three buckets (S. Steinarsson, 2013, thesis
 * "Downsampling time series for visual representation"). First and last always stay.
 */
export function thinned(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit || limit < 3) return points
  const width = (points.length - 2) / (limit - 2)
  const result = [points[0]!]
  for (let bucket = 0; bucket < limit - 2; bucket++) {
    const from = 1 + Math.floor(bucket * width)
    const to = 1 + Math.floor((bucket + 1) * width)
    const next = points.slice(to, Math.max(to + 1, Math.floor((bucket + 2) * width) + 1))
    result.push(largestTriangle(result.at(-1)!, points.slice(from, to), centre(next)))
  }
  result.push(points.at(-1)!)
  return result
}

const centre = (points: readonly Point[]): Point => ({
  iteration: mean(points.map(({ iteration }) => iteration)),
  value: mean(points.map(({ value }) => value)),
})

function largestTriangle(before: Point, candidates: readonly Point[], after: Point): Point {
  let best = candidates[0]!
  let largest = -1
  for (const point of candidates) {
    const area = Math.abs(
      (before.iteration - after.iteration) * (point.value - before.value) -
        (before.iteration - point.iteration) * (after.value - before.value),
    )
    if (area > largest) {
      largest = area
      best = point
    }
  }
  return best
}

/** Mean and spread over the first iterations: where the policy started. `undefined` before there are three. */
export function startBand(
  points: readonly Point[],
  first = 5,
): { readonly low: number; readonly high: number } | undefined {
  const values = points.slice(0, first).map(({ value }) => value)
  if (values.length < 3) return undefined
  const middle = mean(values)
  const spread = Math.max(std(values, 1), 0.02 * Math.abs(middle))
  return { low: middle - spread, high: middle + spread }
}

/** The last measured value at or before an iteration. */
export function valueAt(series: readonly Metrics[], metric: string, iteration: number): number | undefined {
  for (let index = Math.min(iteration, series.length) - 1; index >= 0; index--) {
    const value = series[index]?.[metric]
    if (value !== undefined) return value
  }
  return undefined
}
