import { expect, test } from 'vitest'
import { batchOf, poolOf } from '../../methods/fixture.ts'
import { seedFrom, stream } from '../rng.ts'
import { candidates, choicesOf, measuredBy, nearest, problemsBySource } from './selection.ts'

test('every problem stands under its source, and sources without problems are left out', () => {
  expect([...problemsBySource(poolOf(3, ['a', 'b', 'c', 'd']))]).toEqual([
    [0, [0]],
    [1, [1]],
    [2, [2]],
  ])
})

test('candidates are different problems; more than there are means all', () => {
  const draw = stream(seedFrom('1'))
  expect(new Set(candidates(poolOf(9), 5, draw)).size).toBe(5)
  expect(candidates(poolOf(3), 5, draw).sort()).toEqual([0, 1, 2])
})

test('the nearest come first, equals in their order', () => {
  expect(nearest([0, 0.75, 0.25, 0.5], 3, 0.5)).toEqual([3, 1, 2])
  expect(nearest([0.5], 3, 0.5)).toEqual([0])
})

test('too few problems are asked again in turn', () => {
  expect(choicesOf([4, 2], 3).map(({ problem }) => problem)).toEqual([4, 2, 4])
})

test('groups of one problem are counted together; graded rewards count as a share', () => {
  const measured = measuredBy(
    batchOf([
      [1, 0],
      [0.5, 3],
      [1, 1],
    ]),
    [7, 3, 7],
  )
  expect(measured.get(7)).toEqual({ tried: 4, solved: 3 })
  expect(measured.get(3)).toEqual({ tried: 2, solved: 1.5 })
})
