import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf, paramsOf } from '../fixture.ts'

describe('negative sample reinforcement', () => {
  test('wrong responses have advantage -1, correct ones 0, whatever their siblings did', () => {
    expect(
      advantagesOf(
        'nsr',
        batchOf([
          [1, 0, 0],
          [1, 1],
        ]),
      ),
    ).toEqual([0, -1, -1, 0, 0])
  })

  test('together with positive reinforcement it is REINFORCE with rewards -1 and 1', () => {
    const batch = batchOf([[1, 0, 1, 0]])
    const psr = advantagesOf('psr', batch)
    const sum = advantagesOf('nsr', batch).map((a, i) => a + psr[i]!)
    expect(sum).toEqual([1, -1, 1, -1])
  })

  test('an all-correct group teaches nothing', () => {
    expect([...estimateOf('nsr', batchOf([[1, 1]])).batch.credit]).toEqual([0, 0, 0, 0])
  })

  test('a response that nothing could score gets 0, not blame', () => {
    expect(advantagesOf('nsr', batchOf([[Number.NaN, 0]]))).toEqual([0, -1])
  })

  test('clips on two sides only, as the released code does', () => {
    expect(paramsOf('nsr')).toMatchObject({ dualClip: 0 })
  })
})
