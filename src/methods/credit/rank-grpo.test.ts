import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf, estimateOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'
import { discount, gainsToGo } from './rank-grpo.math.ts'

beforeAll(() => openBackend('cpu'))

const no = Number.NaN
/** One group; NaN where no item ends, else 1 for a hit and -1 for a miss. */
function lists(responses: readonly (readonly number[])[]) {
  const batch = batchOf(
    [responses.map(() => 1)],
    responses.map(({ length }) => length),
  )
  return withColumns(batch, { processReward: Float32Array.from(responses.flat()) })
}
const creditOf = (responses: readonly (readonly number[])[], params = {}) => [
  ...estimateOf('rank-grpo', lists(responses), params).batch.credit,
]

const hits = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 8 })

describe('Rank-GRPO', () => {
  test('a group of one, and lists that are hit alike, get 0', () => {
    expect(creditOf([[1, -1]])).toEqual([0, 0])
    expect(
      creditOf([
        [1, -1],
        [1, -1],
      ]),
    ).toEqual([0, 0, 0, 0])
  })

  test('a rank earns its own hit more than the next one does', () => {
    fc.assert(
      fc.property(hits, row => {
        const gain = gainsToGo(row)
        for (const [k, hit] of row.entries()) expect(gain[k]! - (gain[k + 1] ?? 0)).toBeCloseTo(hit * discount(k), 9)
      }),
    )
  })

  test('a hit above is no credit below', () => {
    const credit = creditOf([
      [1, 1],
      [-1, 1],
    ])
    expect([credit[1], credit[3]]).toEqual([0, 0])
    expect(credit[0]).toBeGreaterThan(0.7)
  })

  test('items too many pay their price at every token; what stands behind the last item pays none', () => {
    const list = [
      [1, no, 1, no],
      [-1, -1, -1, no],
    ]
    const [free, priced] = [creditOf(list, { ranks: 1 }), creditOf(list, { ranks: 1, extraItems: -0.5 })]
    const price = priced.map((credit, t) => credit - free[t]!)
    expect(price).toEqual([0, -0.5, -0.5, 0, 0, -0.5, -0.5, 0])
  })

  test('all tokens of an item share its credit, and tokens behind the last item get none', () => {
    const credit = creditOf([
      [no, 1, no],
      [-1, no, no],
    ])
    expect(credit[0]).toBe(credit[1])
    expect([credit[2], credit[4], credit[5]]).toEqual([0, 0, 0])
  })

  test('items behind the ranks that count get none', () => {
    expect(
      creditOf(
        [
          [1, 1],
          [1, -1],
        ],
        { ranks: 1 },
      ),
    ).toEqual([0, 0, 0, 0])
  })

  test('a shorter list misses where it has nothing', () => {
    expect(creditOf([[1, 1], [1]], { rankReward: 'own' })[1]).toBeGreaterThan(0.7)
  })

  const ratiosOf = (ratioLevel: string, item: number[]) =>
    lossOf('rank-grpo', settings('rank-grpo', 'none', { ratioLevel }), {
      mask: [[1, 1]],
      advantage: [1],
      columns: { logp: [[-1, -2]], oldLogp: [[-1.2, -1.8]], item: [item] },
    }).explain.ratio!.flat()

  test('one item is one ratio, the geometric mean; items of one token are token ratios', () => {
    for (const ratio of ratiosOf('item', [0, 0])) expect(ratio).toBeCloseTo(1, 6)
    expect(ratiosOf('item', [0, 1])).toEqual(ratiosOf('token', [0, 0]))
  })

  test('a list that nothing could score gets 0', () => {
    const batch = { ...lists([[1], [-1]]), reward: Float32Array.of(1, no) }
    expect([...estimateOf('rank-grpo', batch).batch.credit]).toEqual([0, 0])
  })
})
