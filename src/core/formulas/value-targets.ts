/** Targets of a value model, inferred from a tree whose leaves were verified. */
import { type Batch, groupMembers, type With } from '../batch.ts'
import { stepEnds } from './searching.ts'

/** A place of a tree of responses. */
export interface Verified {
  /** Tokens up to here. */
  readonly tokens: readonly number[]
  readonly children: readonly Verified[]
  /** A response that ends here is right. */
  readonly right: boolean
}

export interface Target {
  readonly tokens: readonly number[]
  readonly value: number
  /** Whether a right end lies below. */
  readonly reaches: boolean
  /** Steps to the nearest right end, itself counted; of a wrong place, those of the nearest place above that reaches one. */
  readonly steps: number
}

/** Steps where no right end is known, as the original writes it. */
export const noEnd = 1024

const toEnd = ({ right, children }: Verified): number =>
  right ? 1 : Math.min(noEnd, ...children.map(child => toEnd(child) + 1))

/**
 * All places below the root, each before what is below it: v = max(0, v' + (1 - v') r / m), v' the parent's, the root's 0;
 * r = 1 where a right end is reached, else -1; m = `steps`. Source: THUDM/ReST-MCTS MCTS/base.py (2d5f488).
 */
export function inferredTargets(root: Verified): readonly Target[] {
  const below = (place: Verified, value: number, steps: number): readonly Target[] =>
    place.children.flatMap(child => {
      const own = toEnd(child)
      const reaches = own < noEnd
      const left = reaches ? own : steps
      const moved = value + ((1 - value) * (reaches ? 1 : -1)) / left
      const target = { tokens: child.tokens, value: Math.max(0, moved), reaches, steps: left }
      return [target, ...below(child, target.value, left)]
    })
  return below(root, 0, toEnd(root))
}

/**
 * From the end of one right response up: its share of the way, and what turned off there, which keeps one step less than
 * where it turned off.
 */
export function pathTargets(root: Verified, end: readonly number[]): readonly Pick<Target, 'tokens' | 'value'>[] {
  const path: Verified[] = []
  for (let at: Verified | undefined = root; at; ) {
    path.push(at)
    at = at.children.find(({ tokens }) => tokens.every((token, t) => token === end[t]))
  }
  const length = path.length - 1
  const targets = path.slice(1).map((place, k) => {
    const off = path[k]!.children.filter(child => child !== place)
    const turned = off.map(({ tokens }) => ({ tokens, value: Math.max(0, (k - 1) / length) }))
    return [{ tokens: place.tokens, value: (k + 1) / length }, ...turned]
  })
  return targets.reverse().flat()
}

interface Growing extends Verified {
  readonly children: Growing[]
  right: boolean
}

/** [groups] the responses of each group as a tree of steps. */
export const verifiedTrees = (batch: With<'correct'>, stepTokens: number): readonly Verified[] =>
  groupMembers(batch).map(members => {
    const root: Growing = { tokens: [], children: [], right: false }
    for (const i of members) {
      const said = tokensOf(batch, i)
      let at = root
      for (const end of stepEnds(said.length, stepTokens)) {
        const tokens = said.slice(0, end)
        const known = at.children.find(child => child.tokens.join(' ') === tokens.join(' '))
        if (known) at = known
        else {
          const child: Growing = { tokens, children: [], right: false }
          at.children.push(child)
          at = child
        }
      }
      if (batch.correct[i] === 1) at.right = true
    }
    return root
  })

export const tokensOf = (batch: Batch, i: number): readonly number[] =>
  Array.from(batch.token.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]))

/** [T] the target of the step that each token stands in; NaN in groups without a right response, which teach nothing. */
export function targetColumn(batch: With<'correct'>, stepTokens: number): Float32Array {
  const column = new Float32Array(batch.token.length).fill(Number.NaN)
  for (const [group, tree] of verifiedTrees(batch, stepTokens).entries()) {
    if (toEnd(tree) === noEnd) continue
    const values = new Map(inferredTargets(tree).map(({ tokens, value }) => [tokens.join(' '), value]))
    for (const i of groupMembers(batch)[group]!) {
      const said = tokensOf(batch, i)
      const ends = stepEnds(said.length, stepTokens)
      ends.forEach((end, step) => {
        const first = batch.tokenStart[i]!
        column.fill(values.get(said.slice(0, end).join(' '))!, first + (ends[step - 1] ?? 0), first + end)
      })
    }
  }
  return column
}
