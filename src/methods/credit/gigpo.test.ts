import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { estimateOf } from '../fixture.ts'

/** Two episodes of two and three turns of one token; the world pays at the last. */
const batch = (states: number[], rewards = [1, 0]): Batch => ({
  rollouts: 2,
  groups: 1,
  group: Int32Array.of(0, 0),
  reward: Float32Array.from(rewards),
  tokenStart: Int32Array.of(0, 2, 5),
  token: new Int32Array(5),
  turns: {
    rollout: Int32Array.of(0, 0, 1, 1, 1),
    start: Int32Array.of(0, 1, 2, 3, 4),
    end: Int32Array.of(1, 2, 3, 4, 5),
  },
  turnReward: Float32Array.of(0, rewards[0]!, 0, 0, rewards[1]!),
  stateKey: Float32Array.from(states),
})
const creditOf = (states: number[], params = {}, rewards?: number[]) => [
  ...estimateOf('gigpo', batch(states, rewards), params).batch.credit!,
]

describe('GiGPO', () => {
  test('is its episodes’ advantage where no state is met twice', () => {
    expect(creditOf([0, 1, 2, 3, 4], { episodesOver: 'episodes' })).toEqual([0.5, 0.5, -0.5, -0.5, -0.5])
  })

  test('compares turns that began in the same state', () => {
    const credit = creditOf([0, 1, 0, 2, 3], { episodesOver: 'episodes', turnDiscount: 1 })
    expect(credit).toEqual([1, 0.5, -1, -0.5, -0.5])
  })

  test('punishes a way back to the same state, even where all succeed', () => {
    // The second episode stands in state 0, goes away, and stands there again before it succeeds.
    const credit = creditOf([5, 6, 0, 1, 0], {}, [1, 1])
    expect(credit[2]).toBeLessThan(0)
    expect(credit[4]).toBeGreaterThan(0)
  })

  test('counts an episode as often as it has turns, unless it is told otherwise', () => {
    const [first] = creditOf([0, 1, 2, 3, 4])
    expect(first).toBeCloseTo(1 - 2 / 5)
  })
})
