import { expect, it } from 'vitest'
import { worlds } from '../../fixtures/worlds.ts'
import { nextTokens } from '../../kit/TopTokens.tsx'
import { summariseBranch } from './outcomes.ts'
import { layoutTree } from './world/layout.ts'

it('counts equal continuations once, the most frequent first, and shows only what follows the prefix', () => {
  const right = { tokens: [1, 2, 3], reward: 1, correct: true, note: 'right' }
  const wrong = { tokens: [1, 2, 4], reward: 0, correct: false, note: 'wrong' }
  const summary = summariseBranch({
    problem: 0,
    prefix: [1, 2],
    continuations: [wrong, right, right, right],
    exactValue: undefined,
  })
  expect(summary.outcomes.map(({ tokens, count }) => [tokens, count])).toEqual([
    [[3], 3],
    [[4], 1],
  ])
  expect(summary.success).toBe(0.75)
  expect(summary.reward).toBe(0.75)
})

it('puts leaves side by side and parents over the middle of their children', () => {
  const tree = worlds.find(picture => picture.kind === 'tree')!
  const { placed, leaves, depth } = layoutTree(tree.nodes)
  expect([leaves, depth, placed.length]).toEqual([18, 3, tree.nodes.length])
  const at = (path: string) => placed.find(({ node }) => node.path === path)!
  expect(at('AA').x).toBe(0.5)
  expect(at('A').x).toBe((at('AA').x + at('AC').x) / 2)
  expect(at('AAB').parent).toEqual({ x: at('AA').x, y: 2 })
})

it('always lists the sampled token, with its own probability when it is not among the likeliest', () => {
  const top = { k: 2, token: Int32Array.of(4, 5, 6, -1), probability: Float32Array.of(0.5, 0.25, 1, 0) }
  expect(nextTokens(top, 0, 5, Math.log(0.25)).map(({ id, sampled }) => [id, sampled])).toEqual([
    [4, false],
    [5, true],
  ])
  expect(nextTokens(top, 0, 9, Math.log(0.1)).at(-1)).toEqual({
    id: 9,
    probability: expect.closeTo(0.1, 6),
    sampled: true,
  })
  expect(nextTokens(top, 1, 6, 0)).toHaveLength(1)
})
