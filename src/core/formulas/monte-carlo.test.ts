import { describe, expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { completionLabels, continuationMean, searchFirstError, stepsEvery } from './monte-carlo.ts'

describe('the mean of continuations', () => {
  const end = (reward: number, unfinished = false) => ({ reward, unfinished })

  test('1, 0 and an unfinished 1 that counts as -0.4: 0.6 / 3 = 0.2', () => {
    expect(continuationMean([end(1), end(0), end(1, true)], -0.4)).toBeCloseTo(0.2, 12)
  })

  test('no continuation, no value', () => {
    expect(continuationMean([], 0)).toBeNaN()
  })
})

describe('steps every so many tokens', () => {
  test('5 tokens behind 2 of another rollout, cut every 2: 2-4, 4-6, 6-7', () => {
    expect(stepsEvery(batchOf([[1, 1]], [2, 5]), 1, 2)).toEqual([
      { start: 2, end: 4 },
      { start: 4, end: 6 },
      { start: 6, end: 7 },
    ])
  })

  test('an empty response has none', () => {
    expect(stepsEvery(batchOf([[1]], 0), 0, 2)).toEqual([])
  })
})

describe('labels of steps', () => {
  const batch = { ...batchOf([[0]], 6), sampledValue: Float32Array.of(0.5, 9, 0.75, 9, 0, 9) }

  test('values 0.5, 0.75, 0 and the reward 0: soft 0.75, 0, 0; progress 0.25, -0.75, 0; first error at step 1', () => {
    const { labels, firstError } = completionLabels(batch, 4, 2)
    expect(labels[0]!.map(({ soft, hard, progress }) => [soft, hard, progress])).toEqual([
      [0.75, 1, 0.25],
      [0, 0, -0.75],
      [0, 0, 0],
    ])
    expect([...firstError]).toEqual([1])
  })

  test('standard error of 0.75 over 3 continuations: sqrt(0.1875 / 3) = 0.25, at both tokens of the step', () => {
    expect([...completionLabels(batch, 3, 2).standardError]).toEqual([0.25, 0.25, 0, 0, 0, 0])
  })

  test('a step without a value takes the reward 1, a first value of NaN counts as 0: progress 1 - 0, then 1 - 1', () => {
    const unknown = { ...batchOf([[1]], 4), sampledValue: new Float32Array(4).fill(Number.NaN) }
    const { labels, firstError } = completionLabels(unknown, 4, 2)
    expect(labels[0]!.map(({ progress }) => progress)).toEqual([1, 0])
    expect([...firstError]).toEqual([2])
  })
})

describe('the search for the first error', () => {
  test('of 1, 0.5, 0, 0, 0 it looks at 3 steps (0), 1 step (1), 2 steps (0.5) and finds step 2', () => {
    expect(searchFirstError([1, 0.5, 0, 0, 0])).toEqual({
      first: 2,
      probes: [
        { length: 3, value: 0 },
        { length: 1, value: 1 },
        { length: 2, value: 0.5 },
      ],
    })
  })

  test('no error: the number of steps; no steps: 0, without a look', () => {
    expect(searchFirstError([1, 1]).first).toBe(2)
    expect(searchFirstError([])).toEqual({ first: 0, probes: [] })
  })
})
