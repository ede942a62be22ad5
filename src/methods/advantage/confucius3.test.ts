import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const weightOf = (rewards: readonly number[]) =>
  estimateOf('confucius3', batchOf([rewards])).explain.hardness!.values[0]

describe('hardness weighting', () => {
  test('a group of one, all correct or all wrong: 0', () => {
    expect(advantagesOf('confucius3', batchOf([[1], [1, 1], [0, 0]])).map(Math.abs)).toEqual([0, 0, 0, 0, 0])
  })

  test('the harder, the heavier', () => {
    expect(weightOf([1, 0, 0, 0])).toBeGreaterThan(weightOf([1, 1, 0, 0])!)
    expect(weightOf([1, 1, 0, 0])).toBeGreaterThan(weightOf([1, 1, 1, 0])!)
    expect(weightOf([1, 0])).toBeCloseTo(1.256, 4)
  })

  test('advantages of a group sum to zero', () => {
    const all = advantagesOf('confucius3', batchOf([[1, 0, 0, 1, 0]]))
    expect(all.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 5)
  })

  test('flat, it is Dr. GRPO on rewards of -1 and 1', () => {
    const flat = advantagesOf('confucius3', batchOf([[1, 0, 0]]), { slope: 0, intercept: 1 })
    for (const [i, a] of advantagesOf('dr-grpo', batchOf([[1, -1, -1]])).entries()) expect(flat[i]).toBeCloseTo(a, 5)
  })

  test('the verifier’s word outranks the size of the reward', () => {
    const batch = { ...batchOf([[0.1, 0]]), correct: Float32Array.of(0, 0) }
    expect(advantagesOf('confucius3', batch).map(Math.abs)).toEqual([0, 0])
  })
})
