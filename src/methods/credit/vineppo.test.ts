import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const valued = (rewards: readonly number[], values: readonly number[]) =>
  withColumns(batchOf([rewards], values.length / rewards.length), { sampledValue: Float32Array.from(values) })
const creditOf = (rewards: readonly number[], values: readonly number[], params = {}) => [
  ...estimateOf('vineppo', valued(rewards, values), params).batch.credit,
]
const none = Number.NaN

describe('VinePPO', () => {
  test('a token earns the rise of the success rate, the last one up to the reward', () => {
    expect(creditOf([1], [0.25, 0.5, 0.75])).toEqual([0.25, 0.25, 0.25])
  })

  test('an outcome that was certain from the start leaves no credit', () => {
    expect(creditOf([1], [1, 1, 1])).toEqual([0, 0, 0])
  })

  test('credits of a response sum to its reward minus the first value', () => {
    const values = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(values, v => {
        const total = creditOf([1], v).reduce((sum, a) => sum + a, 0)
        expect(total).toBeCloseTo(1 - v[0]!, 5)
      }),
    )
  })

  test('steps without a value get 0', () => {
    expect(creditOf([1], [0.5, 0.75, none, none])).toEqual([0.25, 0.25, 0, 0])
  })

  test('the tokens of a step share its credit', () => {
    expect(creditOf([1], [0.5, none, 0.25, none], { valueEvery: 2 })).toEqual([-0.25, -0.25, 0.75, 0.75])
  })

  test('a response that nothing could score gets 0', () => {
    expect(creditOf([none, 1], [0.5, 0.5, 0.5, 0.5])).toEqual([0, 0, 0, 0.5])
  })
})
