import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { averageDistance, futureInfluence, headSpan } from '../../core/formulas/attention-rhythm.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const seen = (rewards: readonly number[], distance: readonly number[], influence: readonly number[]) =>
  withColumns(batchOf([rewards], distance.length / rewards.length), {
    lookDistance: Float32Array.from(distance),
    lookInfluence: Float32Array.from(influence),
  })

describe('attention rhythm', () => {
  test('a response of one token is its own chunk; a group that agrees teaches nothing', () => {
    const { batch, explain } = estimateOf('attention-rhythm', seen([1, 0], [1, 1], [0, 0]))
    expect([...explain.intro!.values, ...explain.dominated!.values]).toEqual([0, 0, 0, 0])
    expect(batch.credit.every(Number.isFinite)).toBe(true)
    expect([...estimateOf('attention-rhythm', seen([1, 1], [1, 1], [0, 0])).batch.credit]).toEqual([0, 0])
  })

  const batch = seen([1, 0], [0, 3, 1, 2, 0, 3, 1, 2], [0.1, 0.2, 0.9, 0, 0.1, 0.2, 0.9, 0])

  test('a factor of 1 is GRPO', () => {
    const plain = estimateOf('attention-rhythm', batch, { rhythmRaise: 1 }).batch.credit
    expect([...plain]).toEqual([...estimateOf('grpo', batch).batch.credit])
  })

  test('praise is raised, blame is not', () => {
    const { credit } = estimateOf('attention-rhythm', batch).batch
    const grpo = estimateOf('grpo', batch).batch.credit
    expect(Math.max(...credit.subarray(0, 4))).toBeGreaterThan(grpo[0]!)
    expect([...credit.subarray(4)]).toEqual([...grpo.subarray(4)])
  })

  test('an anchor inside a chunk hands back to the token that opened it', () => {
    const rule = { rhythmShare: 0.2, handBack: 0.5 }
    const { factor, anchor, dominated, intro } = estimateOf('attention-rhythm', batch, rule).explain
    const first = [anchor, dominated, intro, factor].map(column => [...column!.values.subarray(0, 4)])
    // Token 2 is looked back at; the largest jump before it is that after token 0.
    expect(first).toEqual([
      [0, 0, 1, 0],
      [0, 0, 1, 0],
      [1, 0, 0, 0],
      [1.25, 1, 1.25, 1],
    ])
  })

  test('the local rule raises about its share of the tokens', () => {
    const distance = Array.from({ length: 50 }, (_, t) => (t * t) % 17)
    const long = seen(
      [1],
      distance,
      distance.map(() => 0),
    )
    const { factor } = estimateOf('attention-rhythm', long, { rhythmRule: 'local', rhythmShare: 0.3 }).explain
    const raised = factor!.values.filter(f => f > 1).length / 50
    expect(raised).toBeGreaterThanOrEqual(0.3)
    expect(raised).toBeLessThan(0.5)
  })
})

describe('what is read off a map', () => {
  const back = [
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [1, 0, 0, 0],
    [1, 0, 0, 0],
  ]

  test('looking at oneself is no distance, looking at the start is all of it, up to the window', () => {
    const self = back.map((row, t) => row.map((_, s) => (s === t ? 1 : 0)))
    expect(averageDistance(self, 1, 4)).toEqual([0, 0, 0])
    expect(averageDistance(back, 1, 2)).toEqual([1, 2, 2])
    expect(headSpan(back, 1)).toBe(2)
    expect(headSpan(back, 4)).toBe(0)
  })

  test('influence is that on later tokens, and 0 where none are left', () => {
    expect(futureInfluence(back, 0, 1, 2)).toEqual([1, 0, 0, 0])
    expect(futureInfluence(back, 3, 1, 2)).toEqual([0])
  })
})
