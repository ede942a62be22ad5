import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

/** One group; every token is a step of its own. */
function judged(responses: readonly (readonly number[])[], correct = responses.map(() => 0)) {
  const batch = batchOf(
    [correct],
    responses.map(({ length }) => length),
  )
  const columns = { processReward: Float32Array.from(responses.flat()), correct: Float32Array.from(correct) }
  return withColumns(batch, columns)
}
const totalOf = (id: string, response: readonly number[], params = {}) =>
  estimateOf(id, judged([response]), params).batch.reward[0]!

const opinions = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 })

describe('PURE', () => {
  test('a group of one, and siblings that are judged alike, get 0', () => {
    expect(estimateOf('pure', judged([[0.5]])).batch.credit[0]).toBeCloseTo(0)
    const { credit } = estimateOf(
      'pure',
      judged([
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
    ).batch
    expect(credit[0]).toBeCloseTo(0)
  })

  test('steps nobody judged are paid nothing', () => {
    const none = Number.NaN
    expect([
      ...estimateOf(
        'pure',
        judged([
          [none, none],
          [none, none],
        ]),
      ).batch.credit,
    ]).toEqual([0, 0, 0, 0])
  })

  test('at low temperature a response is paid its worst step', () => {
    expect(totalOf('pure', [0.9, -0.8, 0.7], { minTemperature: 0.01 })).toBeCloseTo(-0.8, 5)
    const { credit } = estimateOf(
      'pure',
      judged([
        [0.9, -0.8, 0.7],
        [0, 0, 0],
      ]),
      { minTemperature: 0.01 },
    ).batch
    expect(credit[0]).toBeCloseTo(-0.8, 4)
    expect(credit[2]).toBeCloseTo(0, 4)
  })

  test('at high temperature it is the mean form', () => {
    fc.assert(
      fc.property(opinions, row => {
        expect(totalOf('pure', row, { minTemperature: 100 })).toBeCloseTo(totalOf('pure-mean', row), 1)
      }),
    )
  })

  test('a harmless further step pays in the sum form and not in the min form', () => {
    expect(totalOf('pure-sum', [-0.5, 0.4]) - totalOf('pure-sum', [-0.5])).toBeCloseTo(0.4)
    expect(Math.abs(totalOf('pure', [-0.5, 0.4]) - totalOf('pure', [-0.5]))).toBeLessThan(1e-3)
  })

  test('the order of the steps does not change what a response is paid', () => {
    fc.assert(
      fc.property(opinions, row => {
        expect(totalOf('pure', [...row].reverse())).toBeCloseTo(totalOf('pure', row), 5)
      }),
    )
  })

  test('the verifier’s part is a leave-one-out comparison at the last token', () => {
    const batch = judged(
      [
        [0, 0],
        [0, 0],
      ],
      [1, 0],
    )
    expect([...estimateOf('pure', batch, { verifiedWeight: 1 }).batch.credit]).toEqual([1, 1, -1, -1])
  })

  test('parts sum to the reward', () => {
    const { batch } = estimateOf(
      'pure',
      judged(
        [
          [0.5, -0.5],
          [0.2, 0.1],
        ],
        [1, 0],
      ),
      { verifiedWeight: 2 },
    )
    const { process, verified } = batch.rewardParts!
    expect(batch.reward[0]).toBeCloseTo(process![0]! + verified![0]!)
    expect(verified![0]).toBe(2)
  })
})
