/**
 * A policy that is told its response will be right. Told by somebody who merely guesses with probability `doubt`, it
 * believes by Bayes' rule: pi(y | prefix, hint) is proportional to pi(y | prefix) (doubt + (1 - doubt) S(prefix y)), S
 * being the chance of success under the policy. With doubt 1 the hint tells nothing.
 */
import type { Exact } from '../exact.ts'

/** Of a listing, what the rule needs. */
export type HintTree = Pick<Exact, 'vocabSize' | 'nodeOf' | 'success' | 'probability'>

/** [V] log-probabilities of the next token after the hint; undefined where the prefix was not listed. */
export function hinted(tree: HintTree, prefix: readonly number[], doubt: number): Float64Array | undefined {
  const { vocabSize, nodeOf, success, probability } = tree
  const node = nodeOf(prefix)
  if (node === undefined) return undefined
  const believed = (at: number | undefined) => doubt + (1 - doubt) * (at === undefined ? 0 : success[at]!)
  const before = Math.log(believed(node))
  return Float64Array.from({ length: vocabSize }, (_, token) => {
    const p = probability[node * vocabSize + token]!
    return p > 0 ? Math.log(p) + Math.log(believed(nodeOf([...prefix, token]))) - before : Number.NEGATIVE_INFINITY
  })
}
