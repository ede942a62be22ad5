import { expect, test } from 'vitest'
import { chanceOfZeros, foundBy } from '../search-fixture.ts'

const words = { length: 3, letters: 3 }
const judge = chanceOfZeros(words)

test('the root is worth the mean of all that was judged below it', async () => {
  const { tree } = await foundBy('vm-mcts', { ...words, judge }, 8, { simulations: 1, openingSamples: 6 })
  const children = tree.filter(({ parent }) => parent === 0)
  const visits = children.reduce((total, { visits }) => total + visits, 0)
  expect(visits).toBe(6)
  const mean = children.reduce((total, { value, visits }) => total + value * visits, 0) / visits
  expect(tree[0]!.value).toBeCloseTo(mean, 10)
  expect(tree[0]!.visits).toBe(6)
})

test('every opening leaves whole responses behind', async () => {
  const { candidates } = await foundBy('vm-mcts', { ...words, judge }, 8, { simulations: 1, openingSamples: 5 })
  expect(candidates.map(({ length }) => length)).toEqual([3, 3, 3, 3, 3])
})

test('nobody goes into a child that was not among the best', async () => {
  const { tree } = await foundBy('vm-mcts', { ...words, judge, seed: 2 }, 8, {
    simulations: 8,
    openingSamples: 12,
    openDecisions: 1,
  })
  const parents = new Set(tree.map(({ parent }) => parent))
  const opened = tree.filter(({ parent }, at) => parent === 0 && parents.has(at))
  expect(opened.length).toBeLessThanOrEqual(1)
})
