import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { patternScore } from './noisy-rewards.math.ts'

const method = resolveMethod('noisy-rewards')
const paid = (rewards: readonly (readonly number[])[], draws: readonly number[], values = {}) => {
  let at = 0
  const draw = () => draws[at++ % draws.length]!
  return estimate(method, paramsOf('noisy-rewards', { turnedShare: 0.5, ...values }), batchOf(rewards), {
    ...context,
    draw,
  })
}
const rewards = [
  [1, 0],
  [1, 0],
]

describe('noisy rewards', () => {
  test('one draw turns a whole group round', () => {
    expect([...paid(rewards, [0.2, 0.7]).batch.reward]).toEqual([0, 1, 1, 0])
  })

  test('or one draw each', () => {
    expect([...paid(rewards, [0.2, 0.7], { turnedUnit: 'response' }).batch.reward]).toEqual([0, 0, 0, 0])
  })

  test('a share of 0 changes nothing, a share of 1 turns every advantage round', () => {
    const plain = paid(rewards, [0.5], { turnedShare: 0 }).batch
    expect([...plain.reward]).toEqual(rewards.flat())
    expect([...paid(rewards, [0.5], { turnedShare: 1 }).batch.advantage]).toEqual([...plain.advantage].map(a => -a))
  })

  test('the pattern is paid only where the verdict says wrong', () => {
    const got = paid([[1, 0]], [0.9], { wrongPaid: 'pattern', patternSize: 2 }).batch
    expect([...got.rewardParts!.pattern!]).toEqual([0, 0.5])
    expect([...got.reward]).toEqual([1, 0.5])
  })

  test('variety is paid up to what is wanted, repetition costs, and nothing falls below 0', () => {
    expect(patternScore([1, 2, 3], 6)).toBe(0.5)
    expect(patternScore([1, 2, 3, 4, 5, 6, 7], 6)).toBe(1)
    expect(patternScore([1, 1, 1, 1, 1, 1], 2)).toBe(0)
    expect(patternScore([], 2)).toBe(0)
  })
})
