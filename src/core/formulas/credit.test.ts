import { describe, expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import type { Batch } from '../batch.ts'
import { gae, groupTokens } from './credit.ts'

const plain = (values: Float32Array) => [...values]
const gaeOf = (batch: Batch, reward: number[], value: number[], gamma: number, lambda: number) =>
  gae({ ...batch, oldValue: Float32Array.from(value) }, reward, { gamma, lambda, atCutOff: 'final' })

describe('generalised advantage estimation', () => {
  test('rewards 0, 1, values 0.5, 0.25, gamma 1, lambda 0.5: deltas -0.25, 0.75; credit -0.25 + 0.5 * 0.75 = 0.125', () => {
    const { delta, advantage, returns } = gaeOf(batchOf([[1]]), [0, 1], [0.5, 0.25], 1, 0.5)
    expect(plain(delta)).toEqual([-0.25, 0.75])
    expect(plain(advantage)).toEqual([0.125, 0.75])
    expect(plain(returns)).toEqual([0.625, 1])
  })

  test('gamma 0.5 halves the next value and the carry: 0.125 - 0.5 = -0.375, then + 0.25 * 0.75 = -0.1875', () => {
    const { delta, advantage } = gaeOf(batchOf([[1]]), [0, 1], [0.5, 0.25], 0.5, 0.5)
    expect(plain(delta)).toEqual([-0.375, 0.75])
    expect(plain(advantage)).toEqual([-0.1875, 0.75])
  })

  test('what the world wrote is passed over: the same numbers, 0 between them', () => {
    const batch = { ...batchOf([[1]], 3), mask: Float32Array.of(1, 0, 1) }
    const { advantage, returns } = gaeOf(batch, [0, 7, 1], [0.5, -9, 0.25], 1, 0.5)
    expect(plain(advantage)).toEqual([0.125, 0, 0.75])
    expect(plain(returns)).toEqual([0.625, 0, 1])
  })

  test('one rollout’s value does not reach into its neighbour: 1 - 0.5 and 0 - 0.25', () => {
    expect(plain(gaeOf(batchOf([[1, 0]], 1), [1, 0], [0.5, 0.25], 1, 1).advantage)).toEqual([0.5, -0.25])
  })

  test('a cut-off goes on with half of the value after it, an end with 0: 0 + 0.5 * 0.5 - 0.25 and 0 - 0.25', () => {
    const batch = { ...batchOf([[0, 0]], 1), oldValue: Float32Array.of(0.25, 0.25) }
    const ends = { truncated: Float32Array.of(1, 0), finalValue: Float32Array.of(0.5, Number.NaN) }
    const settings = { gamma: 0.5, lambda: 1, atCutOff: 'bootstrap' } as const
    expect(plain(gae({ ...batch, ...ends }, [0, 0], settings).advantage)).toEqual([0, -0.25])
    const without = { ...ends, finalValue: Float32Array.of(Number.NaN, 0.5) }
    expect(() => gae({ ...batch, ...without }, [0, 0], settings)).toThrow(/finalValue of rollout 1: expected a number/)
  })

  test('an empty response has no credit', () => {
    expect(gaeOf(batchOf([[1]], 0), [], [], 1, 1).advantage).toHaveLength(0)
  })
})

describe('tokens of groups', () => {
  test('group 0 owns tokens 0 to 2, group 1 token 4; token 3 was not generated', () => {
    const batch = { ...batchOf([[1, 0], [1]], [2, 1, 2]), mask: Float32Array.of(1, 1, 1, 0, 1) }
    expect(groupTokens(batch)).toEqual([[0, 1, 2], [4]])
  })

  test('a group that generated nothing has none', () => {
    expect(groupTokens(batchOf([[1]], 0))).toEqual([[]])
  })
})
