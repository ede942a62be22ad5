import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { estimateOf } from '../fixture.ts'

/** Two episodes of two turns of one token; the first turn of the second leaves the world as it was. */
const batch: Batch = {
  rollouts: 2,
  groups: 1,
  group: Int32Array.of(0, 0),
  reward: Float32Array.of(1, 0),
  tokenStart: Int32Array.of(0, 2, 4),
  token: new Int32Array(4),
  turns: { rollout: Int32Array.of(0, 0, 1, 1), start: Int32Array.of(0, 1, 2, 3), end: Int32Array.of(1, 2, 3, 4) },
  progress: Float32Array.of(0.25, 0.5, -0.5, 0),
  stateKey: Float32Array.of(0, 1, 0, 0),
  oldValue: new Float32Array(4),
}
const paid = (params = {}) => [...estimateOf('spa-rl', batch, params).batch.tokenReward!]

describe('SPA-RL', () => {
  test('pays what the model says a turn contributes', () => {
    expect(paid({ groundingWeight: 0 })).toEqual([0.25, 0.5, -0.5, 0])
  })

  test('adds the reward of acting, but not for what left the world as it was', () => {
    expect(paid({ groundingWeight: 1 })).toEqual([1.25, 1.5, -0.5, 1])
  })

  test('leaves the outcome as it was', () => {
    expect([...estimateOf('spa-rl', batch).batch.reward]).toEqual([1, 0])
  })

  test('as released all turns of an episode are paid alike', () => {
    expect(paid({ groundingWeight: 0, turnValues: 'outcome' })).toEqual([1, 1, -1, -1])
  })

  test('credits a turn with what is paid from it on', () => {
    const { credit } = estimateOf('spa-rl', batch, { groundingWeight: 0, gamma: 1, lambda: 1, whiten: 'off' }).batch
    expect([...credit]).toEqual([0.75, 0.5, -0.5, 0])
  })
})
