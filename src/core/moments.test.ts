import { expect, test } from 'vitest'
import { joinMoments, type Moments, noMoments, totalVariance, withVector } from './moments.ts'

const vectors = [
  [1, 5],
  [2, -1],
  [6, 0],
  [-1, 4],
]
const momentsOf = (list: readonly number[][]): Moments => list.reduce<Moments>(withVector, noMoments(2))

test('mean and trace of the covariance are those of the definition', () => {
  const { count, mean } = momentsOf(vectors)
  expect([count, ...mean]).toEqual([4, 2, 2])
  // Squared distances from (2, 2): 10, 9, 20, 13.
  expect(totalVariance(momentsOf(vectors))).toBeCloseTo(52 / 3, 12)
})

test('two sets joined are one set, and an empty one adds nothing', () => {
  const joined = joinMoments(momentsOf(vectors.slice(0, 1)), momentsOf(vectors.slice(1)))
  expect(joined.squares).toBeCloseTo(52, 12)
  expect(Array.from(joined.mean)).toEqual([expect.closeTo(2, 12), expect.closeTo(2, 12)])
  expect(joinMoments(noMoments(2), joined)).toEqual(joined)
  expect(joinMoments(noMoments(2), noMoments(2)).count).toBe(0)
})

test('a far offset does not drown the spread', () => {
  expect(totalVariance([[1e9], [1e9 + 1], [1e9 + 2]].reduce<Moments>(withVector, noMoments(1)))).toBeCloseTo(1, 9)
})

test('one vector has no spread', () => expect(totalVariance(momentsOf([[1, 2]]))).toBeNaN())
