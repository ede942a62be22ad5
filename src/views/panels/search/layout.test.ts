import { expect, test } from 'vitest'
import type { SearchNode } from '../../../core/search.ts'
import { boxBeside, boxesOf, pathsOf } from './layout.ts'

const node = (parent: number, token: number, visits: number): SearchNode => ({
  parent,
  tokens: parent < 0 ? [] : [token],
  visits,
  value: 0,
})
/** The root; a (3 visits) with children c and d; b (1 visit). */
const tree = [node(-1, 0, 4), node(0, 1, 3), node(1, 3, 2), node(1, 4, 1), node(0, 2, 1)]

test('children share the height of their parent by visits, and lie within it', () => {
  const boxes = boxesOf(tree)
  expect(boxes.map(({ node: at, depth }) => [at, depth])).toEqual([
    [1, 0],
    [2, 1],
    [3, 1],
    [4, 0],
  ])
  expect(boxes.map(({ height }) => Number(height.toFixed(3)))).toEqual([0.75, 0.5, 0.25, 0.25])
  expect(boxes[3]!.top).toBeCloseTo(0.75, 10)
})

test('what would be a line is left out, and an empty tree has no boxes', () => {
  const crowd = [node(-1, 0, 1000), ...Array.from({ length: 1000 }, (_, i) => node(0, i, 1))]
  expect(boxesOf(crowd)).toEqual([])
  expect(boxesOf([])).toEqual([])
})

test('paths are what was said up to each place', () => {
  expect(pathsOf(tree)).toEqual([[], [1], [1, 3], [1, 4], [2]])
})

test('arrows walk the tree and stop at its edges', () => {
  const from = (at: number, key: string) => boxBeside(boxesOf(tree), tree, at, key)
  expect(from(1, 'ArrowRight')).toBe(2)
  expect(from(2, 'ArrowDown')).toBe(3)
  expect(from(3, 'ArrowLeft')).toBe(1)
  expect(from(1, 'ArrowLeft')).toBe(1)
  expect(from(1, 'ArrowDown')).toBe(4)
  expect(from(4, 'x')).toBe(4)
})
