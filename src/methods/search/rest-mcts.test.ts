import { expect, test } from 'vitest'
import { placeUnder, rootOf } from '../../core/formulas/mcts.ts'
import { chanceOfZeros, foundBy, zerosFound } from '../search-fixture.ts'
import { backUp, bestChild, scoreOf } from './rest-mcts.math.ts'

const words = { length: 3, letters: 3 }

test('a place that nobody visited is worth one more than its value, and rarity counts less with every visit', () => {
  expect(scoreOf({ value: 0.2, visits: 0 }, 9, 0.7)).toBeCloseTo(1.2, 10)
  expect(scoreOf({ value: 0.2, visits: 2 }, 9, 0.7)).toBeGreaterThan(scoreOf({ value: 0.2, visits: 5 }, 9, 0.7))
})

test('goes into nobody whose score is not above the lowest', () => {
  expect(bestChild([{ value: 0.3, visits: 4 }], 4, { c: 0, low: 0.3 }, () => 0)).toBeUndefined()
})

test('values go up as means of the visited children, by visits', () => {
  const root = rootOf()
  const [a, b] = [placeUnder(root, [0], false), placeUnder(root, [1], false)]
  root.children = [a, b]
  a.value = 0.9
  b.value = 0.3
  backUp(a)
  expect(root.value).toBeCloseTo(0.9, 10)
  backUp(b)
  backUp(b)
  expect(root.value).toBeCloseTo((0.9 + 2 * 0.3) / 3, 10)
  expect(root.visits).toBe(3)
})

test('ends at a response that is good enough, and spends less for it', async () => {
  const judge = chanceOfZeros(words)
  const wide = { simulations: 60, treeBranches: 6 }
  expect(await zerosFound('rest-mcts', { ...words, judge }, 8, wide)).toBeGreaterThan(12)
  const easy = { ...words, judge: (prefix: readonly number[]) => (prefix.length === words.length ? 0.95 : 0.5) }
  const ended = await foundBy('rest-mcts', easy, 8, wide)
  const never = await foundBy('rest-mcts', easy, 8, { ...wide, endGate: 1 })
  expect(ended.drawn).toBeLessThan(never.drawn)
})

test('hands out something finished even where the tree has nothing', async () => {
  const { candidates } = await foundBy('rest-mcts', { length: 6, letters: 2, judge: () => 0.5 }, 8, {
    simulations: 1,
    lookAheadSteps: 0,
  })
  expect(candidates.map(({ length }) => length)).toEqual([6])
})
