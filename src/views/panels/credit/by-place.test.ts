import { expect, test } from 'vitest'
import { batchOf } from '../../../methods/fixture.ts'
import { byKind, byPosition, byToken, kindOf } from './by-place.ts'

const vocabulary = ['1', '2', 'go', ';']
const batch = {
  ...batchOf([[1, 0]]),
  tokenStart: Int32Array.of(0, 3, 5),
  token: Int32Array.of(0, 3, 2, 1, 3),
  mask: Float32Array.of(1, 1, 0, 1, 1),
}
const values = Float32Array.of(1, 2, 100, 3, Number.NaN)

test('a signal is averaged where the policy wrote and the signal says something', () => {
  expect(byPosition(batch, values)).toEqual([
    { name: '1', mean: 2, count: 2 },
    { name: '2', mean: 2, count: 1 },
  ])
  expect(byKind(batch, values, vocabulary)).toEqual([
    { name: 'number', mean: 2, count: 2 },
    { name: 'sign', mean: 2, count: 1 },
  ])
  expect(byToken(batch, values, vocabulary).map(({ name, mean }) => [name, mean])).toEqual([
    ['1', 1],
    [';', 2],
    ['2', 3],
  ])
})

test('long responses share rows, and none of their tokens is lost', () => {
  const long = { ...batchOf([[1]]), tokenStart: Int32Array.of(0, 100), token: new Int32Array(100) }
  const rows = byPosition(long, new Float32Array(100).fill(1))
  expect(rows.length).toBeLessThanOrEqual(24)
  expect([rows[0]?.name, rows.at(-1)?.name]).toEqual(['1–5', '96–100'])
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(100)
})

test('any text is of one kind', () => {
  const texts = ['7', ' 12', '3.5', ' the', 'x1', '\n', ' ', '', ';', ').']
  expect(texts.map(kindOf)).toEqual([
    ...['number', 'number', 'number', 'word', 'word', 'space', 'space', 'end or empty', 'sign', 'sign'],
  ])
})
