import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

/** Two kinds of reward per response. */
const twoKinds = (groups: readonly (readonly (readonly [number, number])[])[]): Batch => ({
  ...batchOf(groups.map(group => group.map(([a, b]) => a + b))),
  rewardParts: {
    first: Float32Array.from(groups.flat(), ([a]) => a),
    second: Float32Array.from(groups.flat(), ([, b]) => b),
  },
})
const scoreOf = (batch: Batch, params = {}) => [...estimateOf('gdpo', batch, params).explain.score!.values]

describe('GDPO', () => {
  test('a group of one gets 0, and so does a batch that agrees', () => {
    expect(advantagesOf('gdpo', twoKinds([[[1, 1]]]))).toEqual([0])
    expect(
      advantagesOf(
        'gdpo',
        twoKinds([
          [
            [1, 0],
            [1, 0],
          ],
        ]),
      ),
    ).toEqual([0, 0])
  })

  test('right in two respects counts twice as much as right in one, at equal weights', () => {
    const batch = twoKinds([
      [
        [0, 1],
        [0, 0],
      ],
      [
        [1, 1],
        [0, 0],
      ],
    ])
    const [one, , two] = scoreOf(batch, { otherWeight: 1 })
    expect(two! / one!).toBeCloseTo(2, 4)
    const [plainOne, , plainTwo] = advantagesOf('grpo', batch)
    expect(plainTwo).toBeCloseTo(plainOne!, 4)
  })

  test('the same number added to one kind of reward changes nothing', () => {
    const rows = [
      [0, 1],
      [1, 0.5],
      [0, 0],
    ] as const
    const shifted = rows.map(([a, b]) => [a + 5, b] as const)
    for (const [i, a] of advantagesOf('gdpo', twoKinds([rows])).entries()) {
      expect(advantagesOf('gdpo', twoKinds([shifted]))[i]).toBeCloseTo(a, 4)
    }
  })

  test('advantages of a batch sum to zero', () => {
    const all = advantagesOf(
      'gdpo',
      twoKinds([
        [
          [1, 0.2],
          [0, 0.9],
        ],
        [
          [1, 1],
          [0, 1],
        ],
      ]),
    )
    expect(all.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 5)
  })

  test('a reward that does not apply leaves its term out', () => {
    const [, first] = scoreOf(
      twoKinds([
        [
          [1, 1],
          [0, Number.NaN],
          [0, 0],
        ],
      ]),
    )
    expect(first).toBeCloseTo(-1 / 3 / Math.sqrt(1 / 3), 3)
  })

  test('a task with one reward gets brevity as the second, unless it is switched off', () => {
    const batch = batchOf([[1, 1]], [1, 4])
    expect([...estimateOf('gdpo', batch).batch.reward]).toEqual([expect.closeTo(1.15, 5), 1])
    expect(advantagesOf('gdpo', batch, { brevity: 0 })).toEqual([0, 0])
  })

  test('with one kind of reward it is GRPO in another unit', () => {
    const batch = batchOf([
      [1, 0, 0],
      [0, 1, 1],
    ])
    const grpo = advantagesOf('grpo', batch)
    const own = advantagesOf('gdpo', batch, { brevity: 0 })
    const unit = own[0]! / grpo[0]!
    for (const [i, a] of own.entries()) expect(a).toBeCloseTo(unit * grpo[i]!, 3)
  })

  test('the order in which a file names the kinds means nothing: they go by their names', () => {
    const batch = twoKinds([
      [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ])
    const { first, second } = batch.rewardParts!
    const turned = { ...batch, rewardParts: { second: second!, first: first! } }
    expect(advantagesOf('gdpo', turned)).toEqual(advantagesOf('gdpo', batch))
  })

  test('kinds that cancel out leave exactly nothing', () => {
    const rows = [
      [1, 1],
      [0, 1],
      [1, 0],
    ] as const
    const [, one, other] = advantagesOf('gdpo', twoKinds([rows]), { otherWeight: 1 })
    expect(one).toBe(other)
  })

  test('divided over tokens, credit has mean 0 and deviation 1 over the tokens of the batch', () => {
    const batch = twoKinds([
      [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ])
    const credit = [...estimateOf('gdpo', batch, { finalOver: 'tokens', brevity: 0 }).batch.credit]
    expect(credit.reduce((total, c) => total + c, 0)).toBeCloseTo(0, 4)
    expect(credit.reduce((total, c) => total + c * c, 0) / (credit.length - 1)).toBeCloseTo(1, 3)
  })
})
