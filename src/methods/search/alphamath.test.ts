import { expect, test } from 'vitest'
import { chanceOfZeros, foundBy, zerosFound } from '../search-fixture.ts'
import { puctOf } from './alphamath.math.ts'

const words = { length: 3, letters: 3 }
const judge = chanceOfZeros(words)

test('a step that the policy likes is preferred while nobody knows better', () => {
  const place = (prior: number) => ({ prior, visits: 0, sum: 0 })
  expect(puctOf(place(0.6), 4, 1)).toBeGreaterThan(puctOf(place(0.2), 4, 1))
  expect(puctOf({ prior: 0.6, visits: 3, sum: -2 }, 4, 0)).toBeCloseTo(-2 / 3, 10)
})

test('values stay within -1 and 1, and every simulation visits the root once, finished children more', async () => {
  const { tree } = await foundBy('alphamath', { ...words, judge }, 8, { simulations: 20, treeBranches: 4 })
  for (const { value } of tree) expect(Math.abs(value)).toBeLessThanOrEqual(1)
  expect(tree[0]!.visits).toBeGreaterThanOrEqual(20)
})

test('finds the word, given simulations enough', async () => {
  expect(await zerosFound('alphamath', { ...words, judge }, 8, { simulations: 60, treeBranches: 6 })).toBeGreaterThan(
    12,
  )
})
