/** How well a credit map agrees with the truth. */
import { correlation } from '../../core/math.ts'

export interface Agreement {
  /** Pearson; NaN when either side is constant. */
  readonly correlation: number
  /** Share of tokens with a non-zero exact advantage whose shown sign is the same; NaN when there is none. */
  readonly signs: number
  readonly tokens: number
}

/** Compares two columns at these tokens; pairs with a missing value do not count. */
export function agreement(shown: ArrayLike<number>, exact: ArrayLike<number>, tokens: Iterable<number>): Agreement {
  const a: number[] = []
  const b: number[] = []
  for (const t of tokens) {
    const x = shown[t]
    const y = exact[t]
    if (x === undefined || y === undefined || !Number.isFinite(x) || !Number.isFinite(y)) continue
    a.push(x)
    b.push(y)
  }
  // Exact values carry rounding of about 1e-7; below 1e-6 a token changes nothing.
  const decisive = b.flatMap((y, i) => (Math.abs(y) > 1e-6 ? [i] : []))
  const same = decisive.filter(i => Math.sign(a[i]!) === Math.sign(b[i]!)).length
  return { correlation: correlation(a, b), signs: same / decisive.length, tokens: a.length }
}
