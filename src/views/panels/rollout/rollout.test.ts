import { expect, it } from 'vitest'
import { worlds } from '../../fixtures/worlds.ts'
import { nextTokens } from '../../kit/TopTokens.tsx'
import { layoutTree } from './world/layout.ts'

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
