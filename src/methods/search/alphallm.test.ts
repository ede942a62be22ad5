import { expect, test } from 'vitest'
import { chanceOfZeros, foundBy } from '../search-fixture.ts'
import { importance, widthOf } from './alphallm.math.ts'

const words = { length: 3, letters: 4 }
const judge = chanceOfZeros(words)

test('children that are alike leave a place as wide as it is; width never falls', () => {
  const alike = [
    { sum: 1, visits: 2 },
    { sum: 0.5, visits: 1 },
  ]
  expect(importance(alike)).toBe(0)
  expect(widthOf(5, alike, { factor: 100, cap: 10 })).toBe(5)
})

test('a place where the children differ may have more of them', async () => {
  const widest = async (widthFactor: number) => {
    const { tree } = await foundBy('alphallm', { ...words, judge }, 8, {
      simulations: 60,
      widthFactor,
      treeBranches: 1,
    })
    const children = tree.map((_, at) => tree.filter(({ parent }) => parent === at).length)
    return Math.max(...children)
  }
  expect(await widest(0)).toBe(1)
  expect(await widest(60)).toBeGreaterThanOrEqual(1)
})

test('looks at whole continuations of every new place, and counts them', async () => {
  const spent = async (fastRollouts: number) =>
    foundBy('alphallm', { ...words, judge }, 8, { simulations: 5, fastRollouts })
  const [none, some] = [await spent(0), await spent(3)]
  expect(some.drawn).toBeGreaterThan(none.drawn)
  expect(some.judged).toBeGreaterThan(none.judged)
})
