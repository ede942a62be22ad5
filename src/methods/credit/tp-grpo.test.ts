import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const judged = (rewards: readonly number[], processReward: readonly number[]) =>
  withColumns(batchOf([rewards], processReward.length / rewards.length), {
    processReward: Float32Array.from(processReward),
    correct: Float32Array.from(rewards),
  })
const addedTo = (batch: ReturnType<typeof judged>, params = {}) => [
  ...estimateOf('tp-grpo', batch, params).explain.thoughtReward!.values,
]

describe('TP-GRPO', () => {
  test('without thought rewards it is GRPO', () => {
    const batch = judged([1, 0], [1, -1, 1, -1])
    const grpo = [...estimateOf('grpo', batch).batch.credit]
    expect([...estimateOf('tp-grpo', batch, { thoughtScale: 0 }).batch.credit]).toEqual(grpo)
  })

  test('a group that never succeeds is only encouraged, one that always does only corrected', () => {
    expect(addedTo(judged([0, 0], [1, -1, 1, -1])).map(r => r + 0)).toEqual([0.5, 0, 0.5, 0])
    expect(addedTo(judged([1, 1], [1, -1, 1, -1]))).toEqual([0, -0.5, 0, -0.5])
  })

  test('cutting a step in two of the same label changes nothing', () => {
    const none = Number.NaN
    const whole = judged([1, 0], [none, 1, -1, none, -1, 1])
    const cut = judged([1, 0], [1, 1, -1, -1, -1, 1])
    expect(addedTo(cut)).toEqual(addedTo(whole))
  })

  test('a response that nothing could score gets no thought rewards', () => {
    const batch = { ...judged([1, 0], [1, 1, 1, 1]), reward: Float32Array.of(1, Number.NaN) }
    expect(addedTo(batch).slice(2)).toEqual([0, 0])
  })
})
