import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const id = 'reinforce-plus-plus'
const creditOf = (batch: Batch, params = {}) => [...estimateOf(id, batch, params).batch.credit]
const returnsOf = (batch: Batch, params = {}) => [...estimateOf(id, batch, params).explain.return!.values]

describe('REINFORCE++', () => {
  test('a single token cannot be whitened: 0', () => {
    expect(creditOf(batchOf([[1]], 1))).toEqual([0])
  })

  test('a batch that agrees teaches nothing worth mentioning', () => {
    for (const c of creditOf(batchOf([[1, 1], [1]]))) expect(c).toBeCloseTo(0, 3)
  })

  test('credit has mean 0 and deviation 1 over the batch’s tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 6 }), tokens => {
        const credit = creditOf(batchOf([tokens.map((_, i) => i % 2)], tokens))
        const mean = credit.reduce((total, c) => total + c, 0) / credit.length
        expect(mean).toBeCloseTo(0, 4)
        expect(credit.reduce((total, c) => total + (c - mean) ** 2, 0) / (credit.length - 1)).toBeCloseTo(1, 3)
      }),
    )
  })

  test('groups do not matter: the same rewards in other groups give the same credit', () => {
    expect(
      creditOf(
        batchOf([
          [1, 0],
          [0, 1],
        ]),
      ),
    ).toEqual(creditOf(batchOf([[1, 0, 0, 1]])))
  })

  test('a discount fades the return towards the beginning', () => {
    expect(returnsOf(batchOf([[1]], 3), { gamma: 0.5 })).toEqual([0.25, 0.5, 1])
  })

  test('the return passes a reply of the world, unless it is cut as in verl', () => {
    const batch = { ...batchOf([[1]], 3), mask: Float32Array.of(1, 0, 1) }
    expect([...returnsOf(batch, { holes: 'cut' })]).toEqual([0, 1, 1])
    expect([...returnsOf(batch)]).toEqual([1, 0, 1])
  })

  test('a response that nothing could score neither learns nor counts', () => {
    const alone = creditOf(batchOf([[1, 0]]))
    expect(creditOf(batchOf([[1, 0, Number.NaN]]))).toEqual([...alone, 0, 0])
  })
})
