import { describe, expect, it } from 'vitest'
import type { Batch } from './batch.ts'
import { columnsBack, explainBack, partOf, scoredRows, totalled } from './scored.ts'

const none = Number.NaN
/** Three groups; rollout 1 of the first and the only one of the second have no reward. */
const batch: Batch = {
  rollouts: 4,
  groups: 3,
  group: Int32Array.of(0, 0, 1, 2),
  reward: Float32Array.of(1, none, none, 0),
  tokenStart: Int32Array.of(0, 2, 3, 3, 5),
  token: Int32Array.of(10, 11, 12, 13, 14),
  vocabulary: 2,
  mask: Float32Array.of(1, 0, 1, 1, 1),
  uniformQ: Float32Array.from({ length: 10 }, (_, k) => k),
  passRate: Float32Array.of(0.1, 0.2, 0.3),
  turns: { rollout: Int32Array.of(0, 1, 3, 3), start: Int32Array.of(0, 2, 3, 4), end: Int32Array.of(2, 3, 4, 5) },
  turnReward: Float32Array.of(1, 2, 3, 4),
  answer: ['a', 'b', 'c', 'd'],
  rewardParts: { form: Float32Array.of(1, 2, 3, 4) },
}

describe('some rollouts as a batch of their own', () => {
  const { batch: part, back } = partOf(batch, scoredRows(batch))

  it('takes along what belongs to them, of every extent, and numbers groups and turns anew', () => {
    expect(part).toEqual({
      rollouts: 2,
      groups: 2,
      group: Int32Array.of(0, 1),
      reward: Float32Array.of(1, 0),
      tokenStart: Int32Array.of(0, 2, 4),
      token: Int32Array.of(10, 11, 13, 14),
      vocabulary: 2,
      mask: Float32Array.of(1, 0, 1, 1),
      uniformQ: Float32Array.of(0, 1, 2, 3, 6, 7, 8, 9),
      passRate: Float32Array.of(Math.fround(0.1), Math.fround(0.3)),
      turns: { rollout: Int32Array.of(0, 1, 1), start: Int32Array.of(0, 2, 3), end: Int32Array.of(2, 3, 4) },
      turnReward: Float32Array.of(1, 3, 4),
      answer: ['a', 'd'],
      rewardParts: { form: Float32Array.of(1, 4) },
    })
  })

  it('lays what was made of them back where it belongs', () => {
    expect(back('rollout', Float32Array.of(5, 6))).toEqual(Float32Array.of(5, 0, 0, 6))
    expect(back('token', Float32Array.of(1, 2, 3, 4), none)).toEqual(Float32Array.of(1, 2, none, 3, 4))
    const group = { extent: 'group', values: Float32Array.of(7, 8) } as const
    expect(explainBack({ batch: part, back }, { group }).group?.values).toEqual(Float32Array.of(7, 0, 8))
    expect(columnsBack({ batch: part, back }, { credit: Float32Array.of(1, 2, 3, 4) })).toEqual({
      credit: Float32Array.of(1, 2, 0, 3, 4),
    })
  })

  it('is the batch itself when all are taken', () => {
    expect(partOf(batch, [0, 1, 2, 3]).batch).toBe(batch)
  })

  it('a response of which some function could score a part is worth the sum of such parts', () => {
    const parts = { a: Float32Array.of(1, 2, none, 0), b: Float32Array.of(0, none, none, 0) }
    expect(totalled({ ...batch, rewardParts: parts }).reward).toEqual(Float32Array.of(1, 2, none, 0))
  })
})
