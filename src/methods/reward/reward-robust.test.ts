import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const batch = () => batchOf([[1, 0, 1]], [2, 8, 8])
const still = { judgeNoise: 0 }
const paid = (values = {}) => [...estimateOf('reward-robust', batch(), { ...still, ...values }).batch.reward]

describe('a panel of judges', () => {
  test('who agree pays what they say', () => {
    expect(paid({ fooled: 0 })).toEqual([1, 0, 1])
    expect(paid({ judges: 1, fooled: 0 })).toEqual([1, 0, 1])
  })

  test('one who likes length has no say in the minimum, and his share in the average', () => {
    expect(paid({ nominalWeight: 0 })).toEqual([1, 0, 1])
    const [short, wrong, long] = paid({ nominalWeight: 1 })
    expect(long! - short!).toBeCloseTo(0.75, 6)
    expect(wrong).toBeCloseTo(1, 6)
  })

  test('one who dislikes it is the minimum', () => {
    expect(paid({ nominalWeight: 0, fooledBy: -4 })).toEqual([0, -4, -3])
  })

  test('recorded judges take the place of made ones', () => {
    const rewardParts = { head0: Float32Array.of(1, 2, 3), head1: Float32Array.of(3, 2, 1) }
    const { reward } = estimateOf('reward-robust', { ...batch(), rewardParts }, { nominalWeight: 0.5 }).batch
    expect([...reward]).toEqual([1.5, 2, 1.5])
  })
})
