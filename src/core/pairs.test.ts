import { expect, test } from 'vitest'
import { batchOf } from '../methods/fixture.ts'
import { clustersOf, pairsAmong, preferReward } from './pairs.ts'

const pairs = (...given: readonly (readonly [number, number])[]) => ({
  chosen: Int32Array.from(given, ([a]) => a),
  rejected: Int32Array.from(given, ([, b]) => b),
  weight: Float32Array.from(given, (_, k) => k + 1),
})
const batch = batchOf([
  [1, 0, 0, 1, 0],
  [0, 1],
])
const rows = [0, 1, 2, 3, 4, 5, 6]

test('a chain of pairs stays together, and who is in no pair is left out', () => {
  const paired = { ...batch, pairs: pairs([3, 1], [0, 1], [6, 5]) }
  expect(clustersOf('pair', rows, paired)).toEqual([
    [0, 1, 3],
    [5, 6],
  ])
})

test('by response each stands alone, by group all of a problem stand together', () => {
  expect(clustersOf('rollout', [2, 5], batch)).toEqual([[2], [5]])
  expect(clustersOf('group', rows, batch)).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6],
  ])
})

test('pairs of a minibatch are renumbered by its rows, weights with them; torn ones are left out', () => {
  const { chosen, rejected, weight } = pairsAmong(pairs([3, 1], [0, 2], [6, 5]), [1, 3, 5, 6, 0])
  expect([[...chosen], [...rejected], [...weight]]).toEqual([
    [1, 3],
    [0, 2],
    [1, 3],
  ])
})

test('without an opinion of the world the larger reward wins', () => {
  const prefer = preferReward(batch)
  expect([prefer(0, 1), prefer(1, 0), prefer(1, 2)]).toEqual([1, 0, 0.5])
})
