import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const id = 'reinforce-plus-plus-baseline'
const creditOf = (...given: Parameters<typeof batchOf>) => [...estimateOf(id, batchOf(...given)).batch.credit]

describe('REINFORCE++ with baseline', () => {
  test('a single token cannot be whitened: 0', () => {
    expect(creditOf([[1]], 1)).toEqual([0])
  })

  test('a group of one has advantage 0, or its raw reward under verl’s convention', () => {
    expect(advantagesOf(id, batchOf([[2]]))).toEqual([0])
    expect(advantagesOf(id, batchOf([[2]]), { lone: 'raw' })).toEqual([2])
  })

  test('a batch that agrees within each group teaches nothing', () => {
    expect(
      creditOf([
        [1, 1],
        [0, 0],
      ]),
    ).toEqual(new Array(8).fill(0))
  })

  test('with equal lengths credit is the centred reward in units of one deviation for all', () => {
    const credit = creditOf(
      [
        [1, 0],
        [5, 3],
      ],
      1,
    )
    expect(credit[2]! / credit[0]!).toBeCloseTo(2, 4)
    expect(credit.reduce((total, c) => total + c, 0)).toBeCloseTo(0, 5)
  })

  test('with unequal lengths a group that agrees is pushed by the others', () => {
    const credit = creditOf(
      [
        [1, 0],
        [1, 1],
      ],
      [1, 4, 1, 1],
    )
    expect(credit.at(-1)).toBeGreaterThan(0.2)
  })

  test('rewards in another unit give the same credit', () => {
    const small = creditOf([[1, 0, 0]])
    for (const [t, c] of creditOf([[100, 0, 0]]).entries()) expect(c).toBeCloseTo(small[t]!, 4)
  })
})
