import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { estimateOf } from '../fixture.ts'

/** Games of two questions and an answer, one token each: the belief before each turn, and who wins. */
const batch = (games: readonly (readonly [number, number, number])[], rewards: readonly number[]): Batch => {
  const turns = games.flatMap((_, i) => [i, i, i])
  return {
    rollouts: games.length,
    groups: 1,
    group: new Int32Array(games.length),
    reward: Float32Array.from(rewards),
    tokenStart: Int32Array.from([0, ...games.map((_, i) => 3 * (i + 1))]),
    token: new Int32Array(turns.length),
    turns: {
      rollout: Int32Array.from(turns),
      start: Int32Array.from(turns, (_, k) => k),
      end: Int32Array.from(turns, (_, k) => k + 1),
    },
    belief: Float32Array.from(games.flat()),
  }
}
const good = [0.125, 0.25, 0.5] as const
const idle = [0.125, 0.125, 0.125] as const
const of = (given: Batch, params = {}) => estimateOf('igpo', given, params)

describe('IGPO', () => {
  test('credits good questions where all games are lost, which GRPO cannot', () => {
    const lost = batch([good, idle], [0, 0])
    const { credit } = of(lost).batch
    expect(credit[0]).toBeGreaterThan(0)
    expect(credit[3]).toBeLessThan(0)
    expect([...estimateOf('grpo', lost).batch.credit!]).toEqual([0, 0, 0, 0, 0, 0])
  })

  test.each(['joint', 'separate'])('compares so that what turns stand for sums to 0 (%s)', compare => {
    const { explain } = of(batch([good, idle, good], [1, 0, 0]), { compare })
    expect(explain.turnStanding!.values.reduce((total, z) => total + z, 0)).toBeCloseTo(0, 4)
  })

  test('pays the questions of a game, together, what it ended believing', () => {
    const paid = of(batch([good], [1])).explain.turnPaid!.values
    expect(paid[0]! + paid[1]!).toBeCloseTo(0.5 - 0.125)
    expect(paid[2]).toBe(1)
  })

  test('ranks episodes as their outcomes do where no question teaches anything', () => {
    const { credit } = of(batch([idle, idle], [1, 0]), { compare: 'separate' }).batch
    expect([...credit].map(value => Math.round(value))).toEqual([1, 1, 1, -1, -1, -1])
  })

  test('does not divide a list of one', () => {
    const { credit } = of(batch([good], [1]), { compare: 'separate' }).batch
    expect([credit[2], Number.isFinite(credit[0])]).toEqual([0, true])
  })
})
