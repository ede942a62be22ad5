import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { estimateOf } from '../fixture.ts'

/** One episode of one token per turn, paid at its end. */
const batch = (subgoals: readonly number[], reward: number): Batch => {
  const start = Int32Array.from(subgoals, (_, t) => t)
  return {
    rollouts: 1,
    groups: 1,
    group: Int32Array.of(0),
    reward: Float32Array.of(reward),
    tokenStart: Int32Array.of(0, subgoals.length),
    token: new Int32Array(subgoals.length),
    turns: { rollout: new Int32Array(subgoals.length), start, end: start.map(t => t + 1) },
    turnReward: Float32Array.from(subgoals, (_, t) => (t === subgoals.length - 1 ? reward : 0)),
    subgoal: Float32Array.from(subgoals),
  }
}
const total = (subgoals: readonly number[], reward: number, params = {}) =>
  estimateOf('calm', batch(subgoals, reward), { subgoalReward: 0.25, ...params }).batch.reward[0]

describe('CALM', () => {
  test('leaves an episode without subgoals as it is', () => {
    expect([total([0, 0], 1), total([0, 0], 0)]).toEqual([1, 0])
  })

  test('pays each subgoal once, however often it is reached', () => {
    expect(total([1, 0, 1, 2], 1)).toBe(1.5)
  })

  test('paid always, walking to and fro earns more than arriving', () => {
    const params = { subgoalsPaid: 'always' }
    expect(total([1, 2, 1, 2, 1, 2], 0, params)!).toBeGreaterThan(total([1, 2], 0.9, params)!)
  })

  test('credits the way to a subgoal, not what comes after it', () => {
    const { credit } = estimateOf('calm', batch([0, 1, 0], 0)).batch
    expect(credit[0]).toBe(credit[1])
    expect(credit[1]!).toBeGreaterThan(credit[2]!)
  })
})
