/** A long response as a few bars: pure. */
import type { Domain } from './scales.ts'

/** Responses longer than this are told by an overview and read through a window. */
export const longFrom = 300
/** Tokens of one window. */
export const windowSize = 240
const mostBars = 240

export interface Bars {
  readonly count: number
  /** One path per hue, in a picture `count` wide and 2 high, zero in the middle (signed) or at the bottom. */
  readonly positive: string
  readonly negative: string
}

/** The largest magnitude of every bin; the square root of its share of the scale is the height, or one would flatten the rest. */
export function barsOf(values: Float32Array, start: number, end: number, domain: Domain): Bars {
  const size = end - start
  const count = Math.min(size, mostBars)
  const paths = { positive: '', negative: '' }
  for (let bin = 0; bin < count; bin++) {
    const value = largest(
      values,
      start + Math.floor((bin * size) / count),
      start + Math.floor(((bin + 1) * size) / count),
      domain.centre,
    )
    const distance = value - domain.centre
    if (!(Math.abs(distance) > 0) || domain.limit === 0) continue
    const height =
      Math.max(0.08, Math.sqrt(Math.min(1, Math.abs(distance) / domain.limit))) * (domain.kind === 'signed' ? 1 : 2)
    const zero = domain.kind === 'signed' ? 1 : 2
    const isUp = distance > 0 || domain.kind === 'unsigned'
    paths[isUp ? 'positive' : 'negative'] += `M${bin + 0.1} ${zero}h.8v${(isUp ? -height : height).toFixed(2)}h-.8z`
  }
  return { count, ...paths }
}

function largest(values: Float32Array, from: number, to: number, centre: number): number {
  let best = Number.NaN
  for (let t = from; t < to; t++) {
    const value = values[t]!
    if (!Number.isFinite(value)) continue
    if (Number.isNaN(best) || Math.abs(value - centre) > Math.abs(best - centre)) best = value
  }
  return best
}

/** The window around a position, in whole steps so that it does not creep while one moves along. */
export function windowAround(position: number, size: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(Math.floor(position / windowSize) * windowSize, size - 1))
  return { from, to: Math.min(size, from + windowSize) }
}

/** Positions of the tokens at which the text is found, in order; upper and lower case are alike. Nothing finds nothing. */
export function found(texts: readonly string[], wanted: string): number[] {
  const needle = wanted.toLowerCase()
  if (needle === '') return []
  const starts: number[] = []
  let whole = ''
  for (const text of texts) {
    starts.push(whole.length)
    whole += text.toLowerCase()
  }
  const positions: number[] = []
  let token = 0
  for (let at = whole.indexOf(needle); at >= 0; at = whole.indexOf(needle, at + needle.length)) {
    while (token + 1 < starts.length && starts[token + 1]! <= at) token++
    positions.push(token)
  }
  return positions
}
