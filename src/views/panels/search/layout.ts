/** A search tree as boxes: a column per step, and below each other what began alike, as high as it was visited often. Pure. */
import type { SearchNode } from '../../../core/search.ts'

export interface Box {
  /** Place in the tree's list. */
  readonly node: number
  /** Column, from 0; the root has none. */
  readonly depth: number
  /** Shares of the height, from 0 to 1. */
  readonly top: number
  readonly height: number
}

/** Boxes that are lower than this share would be lines: they stand in the table only. */
const lowest = 0.008

/** Children share their parent's height by their visits, a place that was never visited counting once. */
export function boxesOf(tree: readonly SearchNode[]): readonly Box[] {
  const children = tree.map((): number[] => [])
  tree.forEach(({ parent }, node) => {
    children[parent]?.push(node)
  })
  const boxes: Box[] = []
  const weight = (node: number) => Math.max(1, tree[node]!.visits)
  const place = (node: number, depth: number, top: number, height: number): void => {
    if (height < lowest) return
    if (depth >= 0) boxes.push({ node, depth, top, height })
    const own = children[node]!
    const total = own.reduce((sum, child) => sum + weight(child), 0)
    let at = top
    for (const child of own) {
      const share = (height * weight(child)) / total
      place(child, depth + 1, at, share)
      at += share
    }
  }
  if (tree.length > 0) place(0, -1, 0, 1)
  return boxes
}

/** [nodes] the response so far at each place. */
export function pathsOf(tree: readonly SearchNode[]): readonly (readonly number[])[] {
  const paths: (readonly number[])[] = []
  for (const { parent, tokens } of tree) paths.push(parent < 0 ? tokens : [...paths[parent]!, ...tokens])
  return paths
}

/** Where the arrow keys lead from a box: to its parent, its first child, or the boxes above and below in its column. */
export function boxBeside(boxes: readonly Box[], tree: readonly SearchNode[], from: number, key: string): number {
  const own = boxes.find(({ node }) => node === from)
  const column = boxes.filter(({ depth }) => depth === own?.depth)
  const at = column.findIndex(({ node }) => node === from)
  switch (key) {
    case 'ArrowUp':
      return column[at - 1]?.node ?? from
    case 'ArrowDown':
      return column[at + 1]?.node ?? from
    case 'ArrowLeft':
      return boxes.some(({ node }) => node === tree[from]!.parent) ? tree[from]!.parent : from
    case 'ArrowRight':
      return boxes.find(({ node }) => tree[node]!.parent === from)?.node ?? from
    default:
      return from
  }
}
