import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Continued, treeOf } from './continuations.ts'

const anyBranch = fc
  .array(
    fc.record({
      tokens: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 5 }),
      reward: fc.double({ min: 0, max: 1, noNaN: true }),
      correct: fc.boolean(),
      note: fc.constant('said'),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map(continuations => ({ problem: 0, prefix: [], continuations, exactValue: undefined }))

const nodes = (node: Continued): Continued[] => [node, ...node.children.flatMap(nodes)]

it('the children of a node share its continuations out among them, and its value is their weighted mean', () => {
  fc.assert(
    fc.property(anyBranch, branch => {
      for (const { children, count, value, share, correct } of nodes(treeOf(branch))) {
        expect(share).toBeCloseTo(count / branch.continuations.length)
        if (children.length === 0) continue
        expect(children.reduce((total, child) => total + child.count, 0)).toBe(count)
        expect(children.reduce((total, child) => total + child.correct, 0)).toBe(correct)
        expect(children.reduce((total, child) => total + child.count * child.value, 0) / count).toBeCloseTo(value)
        expect(children.length).toBeGreaterThan(1)
      }
    }),
  )
})

it('every way down the tree reads one of the continuations, and an end says what the verifier said', () => {
  fc.assert(
    fc.property(anyBranch, branch => {
      const texts = new Set(branch.continuations.map(({ tokens }) => tokens.join()))
      const walk = (node: Continued, before: readonly number[]): void => {
        const tokens = [...before, ...node.tokens]
        if (node.children.length === 0) {
          expect(texts.delete(tokens.join())).toBe(true)
          expect(node.note).toBe('said')
        }
        for (const child of node.children) walk(child, tokens)
      }
      walk(treeOf(branch), [])
      expect(texts.size).toBe(0)
    }),
  )
})

it('leaves the prefix out', () => {
  const end = { reward: 1, correct: true, note: 'right' }
  const continuations = [
    { ...end, tokens: [7, 7, 1] },
    { ...end, tokens: [7, 7, 2] },
  ]
  const tree = treeOf({ problem: 0, prefix: [7, 7], continuations, exactValue: undefined })
  expect([tree.tokens, tree.children.map(({ tokens }) => tokens)]).toEqual([[], [[1], [2]]])
})
