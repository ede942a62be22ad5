import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf, paramsOf } from '../fixture.ts'

describe('positive sample reinforcement', () => {
  test('correct responses have advantage 1, wrong ones 0, whatever their siblings did', () => {
    expect(
      advantagesOf(
        'psr',
        batchOf([
          [1, 0, 0],
          [1, 1],
        ]),
      ),
    ).toEqual([1, 0, 0, 1, 1])
  })

  test('every token of a correct response is credited alike', () => {
    expect([...estimateOf('psr', batchOf([[1, 0]], [3, 2])).batch.credit]).toEqual([1, 1, 1, 0, 0])
  })

  test('a response that nothing could score gets 0', () => {
    expect(advantagesOf('psr', batchOf([[Number.NaN, 1]]))).toEqual([0, 1])
  })

  test('clips on two sides only, as the released code does', () => {
    expect(paramsOf('psr')).toMatchObject({ dualClip: 0, clipLow: 0.2, clipHigh: 0.2, aggregation: 'token-mean' })
  })

  test('is negative reinforcement plus a constant: they differ by a baseline of 1', () => {
    const batch = batchOf([[1, 0, 0, 1]])
    const negative = advantagesOf('nsr', batch)
    expect(advantagesOf('psr', batch).map((a, i) => a - negative[i]!)).toEqual([1, 1, 1, 1])
  })

  test('nobody correct: nothing is learned', () => {
    expect([...estimateOf('psr', batchOf([[0, 0]], 2)).batch.credit]).toEqual([0, 0, 0, 0])
  })
})
