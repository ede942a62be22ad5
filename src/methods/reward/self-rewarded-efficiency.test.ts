import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const rewards = (correct: number[], lengths: number[]) => [
  ...estimateOf('self-rewarded-efficiency', {
    ...batchOf([correct], lengths),
    correct: Float32Array.from(correct),
  }).batch.reward,
]

describe('self-rewarded efficiency', () => {
  test('nobody correct: nothing', () => {
    expect(rewards([0, 0], [1, 5])).toEqual([0, 0])
  })

  test('the shortest correct answer gets 1, one of twice its length 1 - k/2', () => {
    expect(rewards([1, 1], [4, 8])).toEqual([1, 0.75])
  })

  test('brevity counts less where few are correct', () => {
    expect(rewards([1, 1, 0, 0], [4, 8, 1, 1])).toEqual([1, 0.875, 0, 0])
  })

  test('every correct answer beats every wrong one, however long', () => {
    expect(Math.min(...rewards([1, 1], [1, 60]))).toBeGreaterThan(0.5)
  })

  test('length has no unit: all responses three times as long earn the same', () => {
    expect(rewards([1, 1, 0], [12, 24, 9])).toEqual(rewards([1, 1, 0], [4, 8, 3]))
  })
})
