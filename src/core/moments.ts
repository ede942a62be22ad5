/**
 * Mean and spread of vectors that arrive one by one, without keeping them (Welford, 1962), and of two sets joined (Chan,
 * Golub and LeVeque, 1979). Values: nothing given is changed.
 */
import type { Numbers } from './math.ts'

export interface Moments {
  readonly count: number
  /** [size] */
  readonly mean: Float64Array
  /** Squared distances from the mean, summed over the vectors. */
  readonly squares: number
}

export const noMoments = (size: number): Moments => ({ count: 0, mean: new Float64Array(size), squares: 0 })

/** With one more vector of the same size. */
export const withVector = (moments: Moments, vector: Numbers): Moments =>
  joinMoments(moments, { count: 1, mean: Float64Array.from(vector), squares: 0 })

/** Of both sets together. */
export function joinMoments(one: Moments, other: Moments): Moments {
  const count = one.count + other.count
  if (count === 0) return one
  const share = other.count / count
  const apart = one.mean.map((value, i) => other.mean[i]! - value)
  const mean = one.mean.map((value, i) => value + share * apart[i]!)
  return { count, mean, squares: one.squares + other.squares + squaredLength(apart) * one.count * share }
}

/** Trace of the sample covariance; NaN for fewer than two vectors. */
export const totalVariance = ({ count, squares }: Moments): number => (count > 1 ? squares / (count - 1) : Number.NaN)

export function dot(a: Numbers, b: Numbers): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!
  return total
}

export const squaredLength = (vector: Numbers): number => dot(vector, vector)
