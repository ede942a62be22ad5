/**
 * Soft values: of the policy that is best when leaving the reference costs beta per nat. With V(s) = beta log sum_a
 * ref(a|s) exp(Q(s,a)/beta) it is ref exp((Q - V)/beta); its log-ratio to the reference, times beta, is Q - V, and sums
 * to R - V(empty). arXiv 2404.12358, section 4.
 */
import type { Exact } from '../exact.ts'
import { logSumExp } from '../math.ts'

/** Of a listing, what backward induction needs: rewards of finished responses in `value`, the reference in `probability`. */
export type SoftTree = Pick<Exact, 'vocabSize' | 'prefixes' | 'nodeOf' | 'value' | 'probability'>

export interface Soft {
  /** [nodes] V. */
  readonly value: Float64Array
  /** [nodes * V] log-probabilities of the best policy; -Infinity where the reference has none. */
  readonly logp: Float64Array
}

/** `sign` -1 looks for the worst response instead of the best. */
export function softValues(
  { vocabSize, prefixes, nodeOf, value, probability }: SoftTree,
  beta: number,
  sign = 1,
): Soft {
  const soft = value.map(reward => sign * reward)
  const logp = new Float64Array(prefixes.length * vocabSize).fill(Number.NEGATIVE_INFINITY)
  for (let node = prefixes.length - 1; node >= 0; node--) {
    const first = node * vocabSize
    const row = probability.subarray(first, first + vocabSize)
    if (!row.some(p => p > 0)) continue
    const score = Array.from(row, (p, token) => {
      const child = p > 0 ? nodeOf([...prefixes[node]!, token]) : undefined
      return child === undefined ? Number.NEGATIVE_INFINITY : Math.log(p) + soft[child]! / beta
    })
    const total = logSumExp(score)
    soft[node] = beta * total
    logp.set(
      score.map(s => s - total),
      first,
    )
  }
  return { value: soft, logp }
}

/** [tokens] Q - V of every token of a response; NaN where it left what was listed. */
export function softAdvantages(
  tree: SoftTree,
  beta: number,
  response: readonly number[],
  soft = softValues(tree, beta),
) {
  return Float64Array.from(response, (token, t) => {
    const at = tree.nodeOf(response.slice(0, t))
    const next = tree.nodeOf(response.slice(0, t + 1))
    return at === undefined || next === undefined || token < 0 ? Number.NaN : soft.value[next]! - soft.value[at]!
  })
}
