/** What k answers come to: their majority, and how hard a problem is by its pass rate. */
import { type Numbers, sum } from '../../core/math.ts'

/** What many draws of one problem say. */
export interface Votes {
  /** Probability of each answer that could be read. */
  readonly share: Numbers
  /** Of each of them, whether it is right. */
  readonly right: readonly boolean[]
}

/** [k + 1] coefficients of the product, cut after the k-th power. */
const product = (a: Numbers, b: Numbers): number[] =>
  Array.from({ length: a.length }, (_, power) => {
    let total = 0
    for (let i = 0; i <= power; i++) total += a[i]! * b[power - i]!
    return total
  })

/** [k + 1] p^j / j! up to `most` draws, 0 beyond. */
function series(p: number, k: number, most = k): number[] {
  let term = 1
  return Array.from({ length: k + 1 }, (_, j) => {
    if (j > 0) term *= p / j
    return j <= most ? term : 0
  })
}

const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1))

/**
 * Probability that answer `a` wins k independent votes; votes are shared out equally where several answers tie, which
 * has the expectation of "the first seen wins". What could not be read votes for nobody. Sums over a's number of votes;
 * the other answers' numbers are products of exponential series, `tied[m]` with m answers that have as many.
 */
function wins({ share }: Votes, a: number, k: number): number {
  const silent = Math.max(0, 1 - sum(share))
  let total = 0
  for (let votes = 1; votes <= k; votes++) {
    const own = Array.from({ length: k + 1 }, (_, j) => (j === votes ? share[a]! ** votes / factorial(votes) : 0))
    let tied: number[][] = [product(own, series(silent, k))]
    for (const [other, p] of Array.from(share).entries()) {
      if (other === a) continue
      const fewer = series(p, k, votes - 1)
      const equal = series(p, k).map((term, j) => (j === votes ? term : 0))
      const kept = tied.map(terms => product(terms, fewer))
      const joined = tied.map(terms => product(terms, equal))
      tied = [...kept, own.map(() => 0)].map((terms, m) => terms.map((term, j) => term + (joined[m - 1]?.[j] ?? 0)))
    }
    total += sum(tied.map((terms, m) => (terms[k]! * factorial(k)) / (m + 1)))
  }
  return total
}

/** maj@k: how often the most frequent of k independent answers is right. Exact. */
export const majAtK = (votes: Votes, k: number): number =>
  sum(Array.from(votes.share, (p, a) => (votes.right[a] && p > 0 ? wins(votes, a, k) : 0)))

/** How often at least one of k independent answers is right. */
export const anyOfK = ({ share, right }: Votes, k: number): number =>
  1 - (1 - sum(Array.from(share, (p, a) => (right[a] ? p : 0)))) ** k

/** 1 (easy) to 5 (hard): one more than the edges above the pass rate; a rate on an edge is on the easy side. */
export const difficulty = (rate: number, edges: Numbers): number =>
  1 + Array.from(edges).filter(edge => rate < edge).length

/** The edges of `parts` equal shares of the values, between neighbours as NumPy's `quantile` does. */
export function quantiles(values: Numbers, parts: number): number[] {
  const sorted = Array.from(values).sort((a, b) => a - b)
  return Array.from({ length: parts - 1 }, (_, i) => {
    const at = ((i + 1) / parts) * (sorted.length - 1)
    const below = sorted[Math.floor(at)]!
    return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below)
  })
}
