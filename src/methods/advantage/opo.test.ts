import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

describe('OPO', () => {
  test('a group of one gets 0, or its raw reward under verl’s convention', () => {
    expect(advantagesOf('opo', batchOf([[2]]))).toEqual([0])
    expect(advantagesOf('opo', batchOf([[2]]), { lone: 'raw' })).toEqual([2])
  })

  test('a group that agrees teaches nothing, whatever its lengths', () => {
    expect(advantagesOf('opo', batchOf([[1, 1, 1]], [1, 5, 2]))).toEqual([0, 0, 0])
  })

  test('with equal lengths it is Dr. GRPO', () => {
    const batch = batchOf([[1, 0, 0.5]], 3)
    expect(advantagesOf('opo', batch)).toEqual(advantagesOf('dr-grpo', batch))
  })

  test('summed over tokens, advantages of a group are zero', () => {
    const row = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 1, max: 6 }))
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 6 }), rows => {
        const batch = batchOf(
          [rows.map(([reward]) => reward)],
          rows.map(([, tokens]) => tokens),
        )
        const credit = estimateOf('opo', batch).batch.credit
        expect(credit.reduce((total, c) => total + c, 0)).toBeCloseTo(0, 4)
      }),
    )
  })

  test('long wrong answers pull the baseline down', () => {
    const baseline = (wrong: number) => estimateOf('opo', batchOf([[1, 0]], [2, wrong])).explain.baseline!.values[0]!
    expect(baseline(8)).toBeCloseTo(0.2)
    expect(baseline(2)).toBeCloseTo(0.5)
  })

  test('tokens that the world wrote do not count as length', () => {
    const batch = { ...batchOf([[1, 0]], [2, 2]), mask: Float32Array.of(1, 1, 0, 1) }
    expect(estimateOf('opo', batch).explain.baseline!.values[0]).toBeCloseTo(2 / 3)
  })

  test('the same number added to every reward changes nothing', () => {
    const lengths = [2, 5, 1]
    const shifted = advantagesOf('opo', batchOf([[8, 7, 7.5]], lengths))
    for (const [i, a] of advantagesOf('opo', batchOf([[1, 0, 0.5]], lengths)).entries()) {
      expect(shifted[i]).toBeCloseTo(a, 5)
    }
  })
})
