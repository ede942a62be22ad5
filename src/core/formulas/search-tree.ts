/** Paths as a tree: equal beginnings are one place. */
import type { SearchNode } from '../search.ts'
import type { Path } from './searching.ts'

/** Places in the order in which they are first met, the root first; `visits` counts the paths that pass. */
export function treeOf(paths: readonly Path[]): readonly SearchNode[] {
  const nodes: { parent: number; tokens: readonly number[]; visits: number; value: number }[] = [
    { parent: -1, tokens: [], visits: 0, value: 0 },
  ]
  const known = new Map<string, number>()
  for (const { tokens, scores, ends } of paths) {
    let at = 0
    nodes[0]!.visits++
    ends.forEach((end, step) => {
      const key = tokens.slice(0, end).join(' ')
      const found = known.get(key) ?? nodes.length
      if (found === nodes.length) {
        known.set(key, found)
        nodes.push({ parent: at, tokens: tokens.slice(ends[step - 1] ?? 0, end), visits: 0, value: scores[step]! })
      }
      nodes[found]!.visits++
      at = found
    })
  }
  return nodes
}
