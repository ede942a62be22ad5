import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const of = (outcome: number, judged: readonly number[], params = {}) => {
  const columns = { processReward: Float32Array.from(judged), correct: Float32Array.of(outcome) }
  return estimateOf('ppr', withColumns(batchOf([[outcome]], judged.length), columns), params).batch
}
const opinions = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 })

describe('PPR', () => {
  test('steps that nobody judged are paid nothing', () => {
    expect([...of(1, [Number.NaN, Number.NaN]).credit]).toEqual([0, 0])
  })

  test('no step is paid after a wrong answer, none is fined after a right one', () => {
    fc.assert(
      fc.property(opinions, judged => {
        expect(Math.max(...of(0, judged).tokenReward!)).toBeLessThanOrEqual(0)
        expect(Math.min(...of(1, judged).tokenReward!)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('the raw sum pays for length, the centred one does not', () => {
    const longer = (combine: string, outcome: number) =>
      of(outcome, [0.5, 0.5], { combine }).reward[0]! - of(outcome, [0.5], { combine }).reward[0]!
    expect(longer('sum', 0)).toBeGreaterThan(0)
    expect(longer('renorm', 0)).toBeLessThan(0)
  })

  test('credit is what is still to be paid', () => {
    const { credit, reward } = of(1, [1, 0, -1])
    expect([...credit]).toEqual([1.5, 0.5, 0])
    expect(reward[0]).toBe(1.5)
  })
})
