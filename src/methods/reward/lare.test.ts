import { describe, expect, test } from 'vitest'
import type { Batch, With } from '../../core/batch.ts'
import { sum } from '../../core/math.ts'
import { shapeReward } from '../estimate.ts'
import { context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { factorsOf } from './lare.math.ts'

/** Four episodes of two turns of one token: who reaches subgoal 1 is paid in the end; subgoal 2 is worth nothing. */
const batch: With<'subgoal' | 'stateKey'> = {
  rollouts: 4,
  groups: 1,
  group: new Int32Array(4),
  reward: Float32Array.of(1, 1, 0, 0),
  tokenStart: Int32Array.of(0, 2, 4, 6, 8),
  token: new Int32Array(8),
  turns: {
    rollout: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
    start: Int32Array.from({ length: 8 }, (_, t) => t),
    end: Int32Array.from({ length: 8 }, (_, t) => t + 1),
  },
  subgoal: Float32Array.of(1, 2, 0, 1, 2, 0, 0, 2),
  stateKey: Float32Array.of(0, 1, 0, 1, 0, 1, 0, 1),
}
const shaped = (state: unknown, of: Batch = batch, params = {}) =>
  shapeReward(resolveMethod('lare'), paramsOf('lare', params), of, { ...context, state })

describe('LaRe', () => {
  test('pays nothing before it has learned, and the outcome stays what it was', () => {
    const first = shaped(undefined)
    expect([...first.batch.tokenReward!]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect([...first.batch.reward]).toEqual([1, 1, 0, 0])
  })

  test('finds the factor that decides, and pays the turn that brings it', () => {
    const paid = shaped(structuredClone(shaped(undefined).state)).batch.tokenReward!
    expect(paid[0]).toBeCloseTo(1, 4)
    expect(paid[3]).toBeCloseTo(1, 4)
    for (const t of [1, 2, 4, 5, 6, 7]) expect(paid[t]).toBeCloseTo(0, 4)
    expect(sum(paid)).toBeCloseTo(2, 4)
  })

  test('counts a subgoal once per episode, and what left the world as it was not at all', () => {
    const again = { ...batch, subgoal: Float32Array.of(1, 1, 0, 0, 0, 0, 0, 0), stateKey: new Float32Array(8) }
    expect(factorsOf(again).slice(0, 2)).toEqual([
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ])
  })

  test('without memory it knows the last episodes only', () => {
    const learned = shaped(undefined).state
    const failing = { ...batch, reward: new Float32Array(4) }
    const forgotten = shaped(learned, failing, { episodeMemory: 0 }).state
    expect([...shaped(forgotten).batch.tokenReward!].map(Math.round).map(one => one + 0)).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0,
    ])
  })
})
