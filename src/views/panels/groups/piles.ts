/** Places for the responses of a closed group: dots on the axis of advantages, marks in a row. One path per kind. */
import { clamp } from '../../../core/math.ts'
import type { Verdict } from '../../kit/verdict.tsx'

/** In units of the picture, which is stretched as a whole. */
export const axisSize = { width: 240, height: 32, radius: 3.2, air: 5 } as const

export interface Dot {
  readonly x: number
  readonly y: number
  readonly verdict: Verdict
}

/** Dots at their advantages, those that would overlap on top of each other, closer together when the pile is high. */
export function dotsOf(advantages: readonly number[], verdicts: readonly Verdict[], limit: number): Dot[] {
  const { width, height, radius, air } = axisSize
  const place = (value: number) => width / 2 + (limit > 0 ? clamp(value / limit, -1, 1) : 0) * (width / 2 - air)
  const bin = (value: number) => Math.round(place(value) / (2 * radius))
  const known = advantages.flatMap((value, i) => (Number.isNaN(value) ? [] : [{ value, i }]))
  const piles = new Map<number, number>()
  for (const { value } of known) piles.set(bin(value), (piles.get(bin(value)) ?? 0) + 1)
  // Side by side first: a pile of eight is two columns of four.
  const most = Math.floor((height - 2) / (2 * radius + 0.4))
  const placed = new Map<number, number>()
  return known.map(({ value, i }) => {
    const size = piles.get(bin(value)) ?? 1
    const n = placed.get(bin(value)) ?? 0
    placed.set(bin(value), n + 1)
    const columns = clamp(Math.ceil(size / most), 1, 4)
    const rows = Math.ceil(size / columns)
    const rise = Math.min(2 * radius + 0.4, (height - 2 * radius - 2) / Math.max(1, rows - 1))
    const [column, row] = [Math.floor(n / rows), n % rows]
    return {
      x: clamp(place(value) + (column - (columns - 1) / 2) * (2 * radius + 0.4), radius + 1, width - radius - 1),
      y: height / 2 + (row - (rows - 1) / 2) * rise,
      verdict: verdicts[i] ?? 'unknown',
    }
  })
}

const round = (value: number): string => value.toFixed(1)

export const circles = (dots: readonly Dot[]): string => {
  const { radius: r } = axisSize
  return dots
    .map(({ x, y }) => `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`)
    .join('')
}

/** Ticks and crosses of a row of responses, `pitch` apart and ten high. */
export const pitch = 10
const shapes: Readonly<Record<Verdict, string>> = {
  correct: 'm1 5l2.5 2.6 4-5.6',
  wrong: 'm1.5 2.4l5 5.4m0-5.4l-5 5.4',
  unknown: 'm3 5h2',
}

export const marks = (verdicts: readonly Verdict[], kind: Verdict): string =>
  verdicts.flatMap((verdict, i) => (verdict === kind ? [`M${i * pitch} 0${shapes[kind]}`] : [])).join('')
