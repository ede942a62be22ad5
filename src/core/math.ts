/** Statistics and log-space arithmetic on plain numbers. Double precision inside, whatever the arrays hold. */

export type Numbers = ArrayLike<number>

export function sum(values: Numbers): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]!
  return total
}

/** NaN for an empty list. */
export const mean = (values: Numbers): number => sum(values) / values.length

/** Sum of squared deviations divided by (n - ddof); NaN when n <= ddof. `ddof` 1 is the sample, 0 the population form. */
export function variance(values: Numbers, ddof: number): number {
  if (values.length <= ddof) return Number.NaN
  const centre = mean(values)
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2
  return squares / (values.length - ddof)
}

export const std = (values: Numbers, ddof: number): number => Math.sqrt(variance(values, ddof))

/**
 * A deviation in units of a spread. 0 where nothing deviates, whatever the spread: values that agree have spread 0, and
 * with epsilon 0 the quotient would be 0 / 0.
 */
export const standardise = (deviation: number, spread: number, epsilon: number): number =>
  deviation === 0 ? 0 : deviation / (spread + epsilon)

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

export const pick = (values: Numbers, members: readonly number[]): number[] => members.map(i => values[i]!)

export function logSumExp(values: Numbers): number {
  let top = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) top = Math.max(top, values[i]!)
  if (!Number.isFinite(top)) return top
  let total = 0
  for (let i = 0; i < values.length; i++) total += Math.exp(values[i]! - top)
  return top + Math.log(total)
}

export function logSoftmax(logits: Numbers): Float64Array {
  const normaliser = logSumExp(logits)
  // A loop: Float64Array.from walks an iterator, and this runs for every token of every rollout of a table.
  const logp = new Float64Array(logits.length)
  for (let id = 0; id < logp.length; id++) logp[id] = logits[id]! - normaliser
  return logp
}

export const softmax = (logits: Numbers): Float64Array => logSoftmax(logits).map(Math.exp)

/** Entropy in nats of a probability vector; 0 log 0 is 0. */
export function entropy(probabilities: Numbers): number {
  let total = 0
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!
    if (p > 0) total -= p * Math.log(p)
  }
  return total
}

/** Quantile with linear interpolation between order statistics (the default of NumPy and PyTorch). NaN when empty. */
export function quantile(values: Numbers, q: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = Float64Array.from(values).sort()
  const position = clamp(q, 0, 1) * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!)
}

export const median = (values: Numbers): number => quantile(values, 0.5)

/** Ranks from 1, ties share their mean rank. */
export function ranks(values: Numbers): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const result = new Float64Array(values.length)
  for (let first = 0; first < order.length; ) {
    let last = first
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last++
    for (let i = first; i <= last; i++) result[order[i]!] = (first + last) / 2 + 1
    first = last + 1
  }
  return result
}

/** Pearson correlation; NaN when either side is constant. */
export function correlation(a: Numbers, b: Numbers): number {
  const meanA = mean(a)
  const meanB = mean(b)
  let ab = 0
  let aa = 0
  let bb = 0
  for (let i = 0; i < a.length; i++) {
    const da = a[i]! - meanA
    const db = b[i]! - meanB
    ab += da * db
    aa += da * da
    bb += db * db
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : Number.NaN
}

/**
 * Unbiased pass@k from `correct` successes in `samples` rollouts: 1 - C(n-c,k)/C(n,k).
 * Source: RLVR-Decomposed calculate_metrics.py, unbiased_pass_at_k_accuracy (commit a5d4e7c).
 * Needs k <= samples; NaN otherwise.
 */
export function passAtK(samples: number, correct: number, k: number): number {
  if (k > samples) return Number.NaN
  if (samples - correct < k) return 1
  let failure = 1
  for (let i = samples - correct + 1; i <= samples; i++) failure *= 1 - k / i
  return 1 - failure
}

/** The shortest decimal that reads back as the same single-precision number: 0.1, not 0.10000000149. */
export function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}

/** `count` stretches [from, to) of nearly equal length that make up 0 to `length`. */
export function pieces(length: number, count: number): [number, number][] {
  const edge = (part: number) => Math.round((part * length) / count)
  return Array.from({ length: count }, (_, part) => [edge(part), edge(part + 1)])
}
