import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const checked = (rewards: readonly number[], processReward: readonly number[]) =>
  withColumns(batchOf([rewards], processReward.length / rewards.length), {
    processReward: Float32Array.from(processReward),
    correct: Float32Array.from(rewards, r => r || 0),
  })

describe('GroundedPRM', () => {
  test('a group whose steps are all worth the same gets 0', () => {
    expect([...estimateOf('grounded-prm', checked([1, 1], [1, 1])).batch.credit]).toEqual([0, 0])
  })

  test('without weight of the outcome only the tool speaks', () => {
    const { nodeValue, verdict } = estimateOf('grounded-prm', checked([0], [1, -1, 1]), { finalWeight: 0 }).explain
    expect([...verdict!.values]).toEqual([1, -1, 1])
    expect([...nodeValue!.values]).toEqual([0, 1, 0])
  })

  test('of two equal responses the one with the right answer is worth more', () => {
    const { credit } = estimateOf('grounded-prm', checked([1, 0], [1, 1, 1, 1])).batch
    expect(credit[1]).toBeGreaterThan(credit[3]!)
  })

  test('a response that nothing could score gets 0', () => {
    const { credit } = estimateOf('grounded-prm', checked([1, 0, Number.NaN], [1, 1, -1])).batch
    expect(credit[2]).toBe(0)
  })
})
