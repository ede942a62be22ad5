/** A curve in a box of 100 by 20, y downwards. */
export interface SparkPath {
  readonly path: string
  /** Where the line ends. */
  readonly x: number
  readonly y: number
  readonly last: number
}

/** More points than this cannot be told apart in so small a picture. */
const mostPoints = 120

/**
 * The path of a series, on the scale of its own least and largest value; values that were not measured are passed over.
 * Undefined where there is none at all. A single value lies in the middle.
 */
export function sparkPath(values: readonly (number | undefined)[]): SparkPath | undefined {
  const known = values.flatMap((value, i) => (value === undefined || !Number.isFinite(value) ? [] : [{ i, value }]))
  const end = known.at(-1)
  if (!end) return undefined
  const stride = Math.ceil(known.length / mostPoints)
  const points = known.filter((_, at) => at % stride === 0 || at === known.length - 1)
  const low = points.reduce((least, { value }) => Math.min(least, value), end.value)
  const span = points.reduce((most, { value }) => Math.max(most, value), end.value) - low
  // A short run fills a part of the width only, so that its line is seen to grow.
  const width = Math.max(end.i, 20)
  const at = ({ i, value }: { i: number; value: number }) =>
    ({ x: (100 * i) / width, y: span === 0 ? 10 : 18 - (16 * (value - low)) / span }) as const
  const path = points.map(at).map(({ x, y }, n) => `${n === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
  const { x, y } = at(end)
  // A single point is a short stroke, or it would not be seen.
  return { path: path.length === 1 ? `${path[0]}h1` : path.join(''), x, y, last: end.value }
}
