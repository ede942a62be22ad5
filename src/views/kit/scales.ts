/**
 * From a value to a place on a colour scale. Scales are robust: one wild token must not bleach all others, so the end of
 * a scale is the 98 % quantile of the distance from its centre over what is visible, and values beyond it saturate.
 */
import { clamp, quantile } from '../../core/math.ts'

export interface Domain {
  /** `signed` runs from centre - limit to centre + limit, `unsigned` from 0 to limit (sizes). */
  readonly kind: 'signed' | 'unsigned'
  readonly centre: number
  /** Distance from the centre at full colour; 0 when every visible value is the centre. */
  readonly limit: number
}

export interface Shade {
  readonly sign: -1 | 0 | 1
  /** 0 = the surface, 1 = full colour. */
  readonly weight: number
}

const robust = 0.98

/** Collects the finite values at these positions. */
export function visibleValues(values: ArrayLike<number>, positions: Iterable<number>): number[] {
  const found: number[] = []
  for (const t of positions) {
    const value = values[t]
    if (value !== undefined && Number.isFinite(value)) found.push(value)
  }
  return found
}

/**
 * The scale of the visible values. When fewer than 2 % of them leave the centre (a handful of decisive tokens among
 * fillers) the quantile is 0 and the largest distance takes its place, so that those few still show.
 */
export function domainOf(kind: Domain['kind'], visible: readonly number[], centre = 0): Domain {
  if (visible.length === 0) return { kind, centre, limit: 0 }
  const distances = visible.map(value => Math.abs(value - centre))
  const limit = quantile(distances, robust) || largest(distances)
  // Float32 noise around a centre (ratios of 1 +- 1e-7) is not a signal.
  return { kind, centre, limit: limit <= 1e-6 * Math.max(1, Math.abs(centre)) ? 0 : limit }
}

const largest = (values: readonly number[]): number => values.reduce((top, value) => Math.max(top, value), 0)

/** Where a value lies on its scale. NaN and the centre have sign 0 and weight 0. */
export function shade(domain: Domain, value: number): Shade {
  const distance = value - domain.centre
  if (Number.isNaN(distance) || distance === 0 || domain.limit === 0) return { sign: 0, weight: 0 }
  const weight = clamp(Math.abs(distance) / domain.limit, 0, 1)
  if (weight < 1e-4) return { sign: 0, weight: 0 }
  return { sign: distance > 0 || domain.kind === 'unsigned' ? 1 : -1, weight }
}

/** Round tick values that span [low, high], at most `most` of them, at 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, most: number): number[] {
  if (!(high > low) || most < 1) return [low]
  const raw = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(raw))
  const spacing = [1, 2, 5, 10].map(m => m * power).find(candidate => candidate >= raw) ?? 10 * power
  const first = Math.ceil(low / spacing - 1e-9)
  const last = Math.floor(high / spacing + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * spacing)
}
