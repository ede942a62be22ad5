import { describe, expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { overlongPenalty, siblingLengthReward } from './length-reward.ts'

describe('being short among siblings', () => {
  test('lengths 2, 4, 6: 0.5, 0.5 - 2/4 = 0, 0.5 - 4/4 = -0.5', () => {
    expect([...siblingLengthReward(batchOf([[1, 1, 1]], [2, 4, 6]))]).toEqual([0.5, 0, -0.5])
  })

  test('a wrong response earns nothing for 0.5 or 0.25, and still pays for -0.5', () => {
    expect([...siblingLengthReward(batchOf([[0, 0, 0]], [2, 3, 6]))]).toEqual([0, 0, -0.5])
  })

  test('the verifier decides what is right, not the reward', () => {
    const batch = { ...batchOf([[0, 1]], [1, 3]), correct: Float32Array.of(1, 0) }
    expect([...siblingLengthReward(batch)]).toEqual([0.5, -0.5])
  })

  test('a lone response and a group of equal lengths get 0', () => {
    expect([...siblingLengthReward(batchOf([[1], [1, 0]], [7, 3, 3]))]).toEqual([0, 0, 0])
  })
})

describe('the price of being too long', () => {
  const priced = (lengths: readonly number[]) => [
    ...overlongPenalty(batchOf([lengths.map(() => 1)], lengths), 10, 0.5, 2),
  ]

  test('limit 10, zone 0.5, price 2: 6 costs 2 * 1/5 = 0.4, 8 costs 2 * 3/5 = 1.2, 10 and 12 cost 2', () => {
    expect(priced([6, 8, 10, 12])).toEqual([-0.4, -1.2, -2, -2].map(price => expect.closeTo(price, 6)))
  })

  test('up to 10 * (1 - 0.5) = 5 tokens are free, none at all too', () => {
    expect(priced([0, 1, 5])).toEqual([0, 0, 0])
  })
})
