import { expect, test } from 'vitest'
import { withColumns } from '../batch.ts'
import { besideTruth, elected, majorityRight, voteOf } from './votes.ts'

const group = (answer: readonly string[], correct: readonly number[], reward = correct) =>
  withColumns(
    {
      rollouts: answer.length,
      groups: 1,
      group: new Int32Array(answer.length),
      reward: Float32Array.from(reward),
      tokenStart: Int32Array.from([0, ...answer.map((_, i) => i + 1)]),
      token: Int32Array.from(answer, (_, i) => i),
      answer,
    },
    { correct: Float32Array.from(correct) },
  )

test('most votes win, the first seen of several, and what could not be read does not vote', () => {
  expect(elected(['a', 'b', 'b']).vote).toBe('b')
  expect(elected(['a', 'b', 'b', 'a']).vote).toBe('a')
  expect(elected(['', '', 'c'])).toEqual({ vote: 'c', weight: 1 })
  expect(elected(['', '']).vote).toBe('')
  expect(elected(['a', 'b', 'b'], [3, 1, 1]).vote).toBe('a')
})

test('unread answers are one vote; without answers the tokens vote', () => {
  expect(voteOf(group(['', 'x'], [0, 0]), 0)).toBe('')
  const { answer: _, ...plain } = group(['p', 'q'], [0, 0])
  expect(voteOf(plain, 0)).not.toBe(voteOf(plain, 1))
})

test('a majority is right where its answer is; nobody read is not right', () => {
  expect(majorityRight(group(['7', '7', '3'], [1, 1, 0]))).toEqual([1])
  expect(majorityRight(group(['7', '7', '3'], [0, 0, 1]))).toEqual([0])
  expect(majorityRight(group(['', ''], [0, 0]))).toEqual([0])
})

test('a reward ranks as the truth does, knows nothing, misleads, or there is nothing to rank', () => {
  expect(besideTruth(group(['7', '3'], [1, 0], [1, 0])).paidByTruth).toBe(1)
  expect(besideTruth(group(['7', '3'], [1, 0], [5, 5])).paidByTruth).toBe(0.5)
  expect(besideTruth(group(['7', '3'], [1, 0], [0, 1])).paidByTruth).toBe(0)
  expect(besideTruth(group(['7', '7'], [1, 1]))).toEqual({ majorityRight: 1 })
})
