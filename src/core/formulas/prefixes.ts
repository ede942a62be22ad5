/** Siblings as a tree: responses that begin alike share nodes. */
import type { Batch } from '../batch.ts'

/**
 * Per member, [tokens + 1] mean reward of the members that share each of its prefixes, the empty one first. Members must
 * have rewards. The whole response is shared by equal responses only, where an
 * end token closes them. Source: prefix-to-tree of arXiv 2509.18314.
 */
export function prefixMeans(batch: Batch, members: readonly number[]): Map<number, Float64Array> {
  const result = new Map(members.map(i => [i, new Float64Array(lengthOf(batch, i) + 1)]))
  let shared: readonly (readonly number[])[] = [members]
  for (let t = 0; shared.length > 0; t++) {
    shared = shared.flatMap(node => {
      const average = node.reduce((total, i) => total + batch.reward[i]!, 0) / node.length
      for (const i of node) result.get(i)![t] = average
      return children(batch, node, t)
    })
  }
  return result
}

const lengthOf = (batch: Batch, i: number): number => batch.tokenStart[i + 1]! - batch.tokenStart[i]!

/** The members that go on, by their next token. */
function children(batch: Batch, node: readonly number[], t: number): number[][] {
  const byToken = new Map<number, number[]>()
  for (const i of node) {
    if (t >= lengthOf(batch, i)) continue
    const token = batch.token[batch.tokenStart[i]! + t]!
    byToken.set(token, [...(byToken.get(token) ?? []), i])
  }
  return [...byToken.values()]
}
