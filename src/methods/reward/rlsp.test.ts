import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'
import { gradeOf } from './rlsp.math.ts'

const responses = (answer: readonly string[], correct: readonly number[], length: readonly number[]) => ({
  ...withColumns(batchOf([correct], length), { correct: Float32Array.from(correct) }),
  answer,
})

describe('RLSP', () => {
  test('without a fee: right, wrong, unread', () => {
    const { reward } = estimateOf('rlsp', responses(['7', '8', ''], [1, 0, 0], [3, 3, 3]), { effortFee: 0 }).batch
    expect([...reward]).toEqual([1, 0, -0.5])
  })

  test('the fee falls with the length, alike for right and wrong, and ever more slowly', () => {
    const { reward } = estimateOf('rlsp', responses(['7', '7', '7', '8'], [1, 1, 1, 0], [2, 4, 8, 4]), {
      effortFee: 2,
    }).batch
    expect([...reward]).toEqual([0, 0.5, 0.75, -0.5])
  })

  test('a response of no tokens is paid 0', () => {
    expect(estimateOf('rlsp', responses(['', '7'], [0, 1], [0, 1])).batch.reward[0]).toBe(0)
  })

  test('the grade takes its share; nobody’s grade and a failed grader’s are half', () => {
    const one = responses(['7'], [1], [2])
    const values = { effortFee: 0, gradeWeight: 0.5 }
    expect(estimateOf('rlsp', one, values).batch.reward[0]).toBe(0.75)
    const graded = { ...one, rewardParts: { effort: Float32Array.of(1) } }
    expect(estimateOf('rlsp', graded, values).batch.reward[0]).toBe(1)
    expect(gradeOf(-1)).toBe(0.5)
  })
})
