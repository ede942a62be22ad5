import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'
import { budgetCredit, priorOf } from './brpo.math.ts'

/** One group; every token ends a budget. */
function thoughts(scores: readonly (readonly number[])[]) {
  const reward = scores.map(row => row.at(-1)!)
  const batch = batchOf(
    [reward],
    scores.map(({ length }) => length),
  )
  return withColumns(batch, { budgetReward: Float32Array.from(scores.flat()) })
}
const creditOf = (scores: readonly (readonly number[])[], params = {}) => [
  ...estimateOf('brpo', thoughts(scores), { budgets: scores[0]!.length, ...params }).batch.credit,
]

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })

describe('BRPO', () => {
  test('the same score at every budget and in every thought: no credit after the first stretch, nor in it', () => {
    for (const a of creditOf([
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0.5],
    ]))
      expect(a).toBeCloseTo(0, 6)
  })

  test('a group of one keeps its return in the first stretch, and compares with its own past after', () => {
    const [first, , last] = creditOf([[1, 1, 1]])
    expect(first).toBeCloseTo(1, 6)
    expect(last).toBeCloseTo(1 / 3 - (2 / 3) * (1 / 3), 6)
  })

  test('the group’s baseline leaves credits that sum to 0 over the thoughts', () => {
    fc.assert(
      fc.property(fc.array(shares, { minLength: 2, maxLength: 5 }), scores => {
        const found = budgetCredit(scores, priorOf('uniform', 4), 'group', 2)
        for (const s of [0, 1, 2, 3])
          expect(found.reduce((sum, { advantage }) => sum + advantage[s]!, 0)).toBeCloseTo(0, 9)
      }),
    )
  })

  test('when only the full budget counts, the first stretch gets the reward minus the mean', () => {
    const credit = creditOf(
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
      { budgetPrior: 'full' },
    )
    expect([credit[0], credit[3]]).toEqual([0.5, -0.5])
  })

  test('a thought that ended early keeps its last score for the larger budgets', () => {
    const early = estimateOf(
      'brpo',
      thoughts([
        [0, 1],
        [0, 0, 0, 0],
      ]),
      { budgets: 4 },
    ).explain.budgetReturn!.values
    expect([...early].slice(0, 2)).toEqual([0.75, 0.75])
  })

  test('recent answers of the same thought count most', () => {
    const [risen] = budgetCredit([[0, 1, 0]], priorOf('full', 3), 'thought', 2)
    expect(risen!.thoughtValue[2]).toBeCloseTo(2 / 3, 9)
  })

  test('without a baseline credit is the return itself', () => {
    expect(
      creditOf(
        [
          [0, 1],
          [1, 1],
        ],
        { budgetBaseline: 'none' },
      ),
    ).toEqual([0.5, 0.5, 1, 0.5])
  })

  test('a response that nothing could score gets 0 and is nobody’s sibling', () => {
    const batch = {
      ...thoughts([
        [1, 1],
        [0, 1],
      ]),
      reward: Float32Array.of(1, Number.NaN),
    }
    const { credit } = estimateOf('brpo', batch, { budgets: 2, budgetBaseline: 'group' }).batch
    expect([...credit]).toEqual([1, 0.5, 0, 0])
  })
})
