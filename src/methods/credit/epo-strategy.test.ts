import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { estimateOf } from '../fixture.ts'

/** Two episodes: one of two turns, of which the first has two tokens; one of one turn. */
const batch: Batch = {
  rollouts: 2,
  groups: 1,
  group: Int32Array.of(0, 0),
  reward: Float32Array.of(0.5, 0.25),
  tokenStart: Int32Array.of(0, 3, 4),
  token: new Int32Array(4),
  turns: { rollout: Int32Array.of(0, 0, 1), start: Int32Array.of(0, 2, 3), end: Int32Array.of(2, 3, 4) },
  turnReward: Float32Array.of(-0.5, 1, 0.25),
}
const credit = (params = {}, of = batch) => [...estimateOf('epo-strategy', of, params).batch.credit]

describe('EPO (strategies)', () => {
  test('credits all tokens of a turn with what is paid from it on', () => {
    expect(credit({ turnBaseline: 'none' })).toEqual([0.5, 0.5, 1, 0.25])
  })

  test('discounts by the turn, not by the token', () => {
    expect(credit({ turnBaseline: 'none', strategyDiscount: 0.5 })).toEqual([0, 0, 1, 0.25])
  })

  test('without a future every turn is a bandit of its own', () => {
    expect(credit({ turnBaseline: 'none', strategyDiscount: 0 })).toEqual([-0.5, -0.5, 1, 0.25])
  })

  test('compares turns with the mean turn of the batch, long or short', () => {
    const centred = credit()
    expect(centred[0]! + centred[2]! + centred[3]!).toBeCloseTo(0)
    expect(centred[1]).toBe(centred[0])
  })

  test('turns that are all paid alike say nothing', () => {
    const alike = { ...batch, turnReward: Float32Array.of(0, 0, 0), reward: Float32Array.of(0, 0) }
    expect(credit({}, alike).map(one => one + 0)).toEqual([0, 0, 0, 0])
  })
})
