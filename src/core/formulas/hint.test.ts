import { expect, test } from 'vitest'
import { type HintTree, hinted } from './hint.ts'

/** Two tokens: the first always succeeds, the second once in four. */
const tree: HintTree = {
  vocabSize: 2,
  nodeOf: prefix => (prefix.length === 0 ? 0 : prefix[0]! + 1),
  success: Float64Array.of(0.4 * 1 + 0.6 * 0.25, 1, 0.25),
  probability: Float64Array.of(0.4, 0.6, 0, 0, 0, 0),
}
const told = (doubt: number) => [...hinted(tree, [], doubt)!].map(Math.exp)

test('a sure hint gives the posterior given success', () => {
  expect(told(0)[0]).toBeCloseTo(0.4 / 0.55, 10)
  expect(told(0)[1]).toBeCloseTo((0.6 * 0.25) / 0.55, 10)
})

test('whatever the doubt, it is a distribution, and doubt 1 tells nothing', () => {
  for (const doubt of [0, 0.1, 0.5, 1]) expect(told(doubt)[0]! + told(doubt)[1]!).toBeCloseTo(1, 10)
  expect(told(1)[0]).toBeCloseTo(0.4, 10)
})

test('after the last token nothing can follow, and what was not listed is not known', () => {
  expect([...hinted(tree, [0], 0.1)!]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])
  expect(hinted({ ...tree, nodeOf: () => undefined }, [], 0.1)).toBeUndefined()
})
