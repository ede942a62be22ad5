/** Where the nodes of a tree stand: leaves side by side in order, parents over the middle of their children. */
import type { TreeNode } from '../../../../core/picture.ts'

export interface Placed {
  readonly node: TreeNode
  /** In units of one leaf. */
  readonly x: number
  /** Depth, 0 at the root. */
  readonly y: number
  /** Spot of the parent, absent at the root. */
  readonly parent: { readonly x: number; readonly y: number } | undefined
}

export interface TreeLayout {
  readonly placed: readonly Placed[]
  readonly leaves: number
  readonly depth: number
}

/** Nodes whose parent is missing count as roots. */
export function layoutTree(nodes: readonly TreeNode[]): TreeLayout {
  const known = new Set(nodes.map(node => node.path))
  const children = new Map<string | undefined, TreeNode[]>()
  for (const node of nodes) {
    const parent = node.parent !== undefined && known.has(node.parent) ? node.parent : undefined
    children.set(parent, [...(children.get(parent) ?? []), node])
  }
  const places = new Map<string, { x: number; y: number }>()
  let leaves = 0
  let depth = 0
  const place = (node: TreeNode, y: number): number => {
    depth = Math.max(depth, y)
    const below = children.get(node.path) ?? []
    const xs = below.map(child => place(child, y + 1))
    const x = xs.length > 0 ? (xs[0]! + xs.at(-1)!) / 2 : leaves++
    places.set(node.path, { x, y })
    return x
  }
  for (const root of children.get(undefined) ?? []) place(root, 0)
  const placed = nodes.flatMap(node => {
    const own = places.get(node.path)
    return own ? [{ node, ...own, parent: node.parent === undefined ? undefined : places.get(node.parent) }] : []
  })
  return { placed, leaves, depth }
}
