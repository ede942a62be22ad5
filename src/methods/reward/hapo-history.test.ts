import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { lengthReward } from './hapo-history.math.ts'

const at = (correct: number[], lengths: number[], state?: unknown) => {
  const columns = { correct: Float32Array.from(correct), problem: Float32Array.of(7) }
  const batch = { ...batchOf([correct], lengths), ...columns }
  const result = estimate(resolveMethod('hapo-history'), paramsOf('hapo-history'), batch, context, { reward: state })
  return { rewards: [...result.batch.reward].map(r => Math.round(r * 1e4) / 1e4), state: result.states.reward }
}

describe('HAPO', () => {
  test('without a record length does not count', () => {
    expect(at([1, 0], [3, 9]).rewards).toEqual([1, 0])
  })

  test('the record is the shortest correct answer, counts from the next batch on, and never grows', () => {
    const first = at([1, 1, 0], [6, 4, 1])
    expect(first.state).toEqual({ 7: 4 })
    expect(at([1, 1], [4, 2], first.state).rewards).toEqual([1, 1.7071])
    expect(at([1], [9], first.state).state).toEqual({ 7: 4 })
  })

  test('any correct answer beats any wrong one', () => {
    for (const shape of ['cosine', 'linear'] as const) {
      const lengths = [1, 5, 10, 11, 19, 20, 90]
      const right = Math.min(...lengths.map(l => 1 + lengthReward(shape, l, 10, true, 0.1)))
      const wrong = Math.max(...lengths.map(l => lengthReward(shape, l, 10, false, 0.1)))
      expect(right).toBeGreaterThan(wrong)
    }
  })

  test('its memory survives cloning', () => {
    expect(at([1], [8], structuredClone(at([1], [4]).state)).rewards).toEqual([0.3])
  })

  test('as long as the record earns nothing, and nothing jumps at twice its length', () => {
    for (const shape of ['cosine', 'linear'] as const) {
      expect(lengthReward(shape, 10, 10, true, 0.1)).toBeCloseTo(0, 6)
      for (const correct of [true, false]) {
        expect(lengthReward(shape, 20 - 1e-6, 10, correct, 0.1)).toBeCloseTo(
          lengthReward(shape, 20 + 1e-6, 10, correct, 0.1),
          4,
        )
      }
    }
  })
})
