import { describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const rewardOf = (batch: Batch, params = {}) => [...estimateOf('gcpo', batch, params).batch.reward]
const aided = (rewards: readonly number[], used: readonly number[], gain: number) =>
  withColumns(batchOf([rewards]), { aided: Float32Array.from(used), aidGain: Float32Array.of(gain) })

describe('GCPO', () => {
  test('alone there is nobody to contrast with: the reward as it is', () => {
    expect(rewardOf(batchOf([[1]]))).toEqual([1])
  })

  test('where the behaviour helps it earns a bonus, where it hurts it costs one', () => {
    expect(rewardOf(aided([1, 0], [1, 0], 0.5))).toEqual([1.5, 0])
    expect(rewardOf(aided([1, 0], [1, 0], -0.5))).toEqual([0.5, 0])
  })

  test('without a clear difference it is GRPO', () => {
    const batch = aided([1, 0, 0], [1, 0, 1], 0.05)
    expect(rewardOf(batch)).toEqual([1, 0, 0])
    expect([...estimateOf('gcpo', batch, { ddof: 1 }).batch.advantage]).toEqual([
      ...estimateOf('grpo', batch).batch.advantage,
    ])
  })

  test('unrecorded, the behaviour is going on longer than most, judged by the group itself', () => {
    const { batch, explain } = estimateOf('gcpo', batchOf([[0, 0, 1, 1]], [1, 1, 4, 4]))
    expect([...explain.used!.values]).toEqual([0, 0, 1, 1])
    expect([...batch.reward]).toEqual([0, 0, 1.5, 1.5])
  })

  test('all behave alike: nothing to compare', () => {
    expect(rewardOf(batchOf([[1, 0]], 3))).toEqual([1, 0])
  })

  test('the reward for length ends at its cap', () => {
    expect(rewardOf(batchOf([[0, 0]], [2, 9]), { lengthWeight: 1, lengthCap: 4 })).toEqual([0.5, 1])
  })
})
