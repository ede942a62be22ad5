import { expect, test } from 'vitest'
import { foundBy } from '../search-fixture.ts'
import { climbed } from './hierarchical-search.math.ts'

const climb = { options: [3, 3], guess: [0, 0], budget: 100 }

test('the order of levels matters where they depend on each other', async () => {
  // Only both together are good, and the coarse level alone is worse than before.
  const trap = ([a, b]: readonly number[]) => (a === 1 && b === 1 ? 1 : a === 0 ? 0.2 * b! : 0)
  const byLevel = await climbed({ ...climb, how: 'level by level' }, trap)
  expect(byLevel.answer).toEqual([0, 2])
})

test('where levels add up, going down them looks at fewer answers and ends at the same', async () => {
  const sum = ([a, b]: readonly number[]) => a! + b!
  const [byLevel, flat] = [
    await climbed({ ...climb, how: 'level by level' }, sum),
    await climbed({ ...climb, how: 'any level' }, sum),
  ]
  expect(byLevel.answer).toEqual([2, 2])
  expect(flat.answer).toEqual([2, 2])
  expect(byLevel.order.length).toBeLessThan(flat.order.length)
})

test('never looks at more answers than it may, and takes the best of them', async () => {
  const { order, answer } = await climbed({ ...climb, budget: 2, how: 'any level' }, ([a]) => a!)
  expect(order).toHaveLength(2)
  expect(answer).toEqual([1, 0])
})

test('climbs over the policy’s likeliest tokens to what the judge likes, asking as often as it is told', async () => {
  const words = {
    length: 3,
    letters: 3,
    judge: (word: readonly number[]) => 0.1 + 0.1 * word.reduce((a, b) => a + b, 0),
  }
  const { candidates, judged } = await foundBy('hierarchical-search', words, 8, { levelOptions: 3 })
  expect(candidates).toEqual([[2, 2, 2]])
  const twice = await foundBy('hierarchical-search', words, 8, { levelOptions: 3, askedTimes: 2 })
  expect(twice.judged).toBe(2 * judged)
})
