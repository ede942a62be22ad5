/**
 * The policy that says every token equally often, and the one that follows its values: ROVER in a world that can be
 * listed (arXiv 2509.24981, section 3.1). Rewards come at the end only.
 */
import type { Exact, NextTokens } from '../exact.ts'
import { softmax } from '../math.ts'

/** Every one of `vocabSize` tokens alike, after every prefix. */
export const uniformTokens =
  (vocabSize: number): NextTokens =>
  prefixes =>
    new Float64Array(prefixes.length * vocabSize).fill(1 / vocabSize)

/** [V] Q of the tokens after a prefix, 0 where it was not listed: by then nothing can be won any more. */
export function valuesAfter({ nodeOf, q, vocabSize }: Exact, prefix: readonly number[]): Float64Array {
  const node = nodeOf(prefix)
  return node === undefined ? new Float64Array(vocabSize) : q.slice(node * vocabSize, (node + 1) * vocabSize)
}

/** softmax(Q / rho). With rho towards 0 greedy, which theorem 3.1 proves optimal for rewards 0 or 1. */
export const softmaxTokens =
  (exact: Exact, rho: number): NextTokens =>
  prefixes =>
    Float64Array.from(prefixes.flatMap(prefix => [...softmax(valuesAfter(exact, prefix).map(value => value / rho))]))
