import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

/** One group of responses of three tokens. */
const siblings = (responses: readonly (readonly number[])[], rewards: readonly number[]) => ({
  ...batchOf([rewards], responses[0]!.length),
  token: Int32Array.from(responses.flat()),
})
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

const groups = fc.array(
  fc.tuple(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 }), fc.boolean()),
  {
    minLength: 2,
    maxLength: 8,
  },
)

describe('TEMPO', () => {
  test('a group of one, and a group that agrees, get 0', () => {
    expect([...estimateOf('tempo', siblings([[1, 2, 3]], [1])).batch.credit]).toEqual([0, 0, 0])
    const agreed = siblings(
      [
        [1, 2, 3],
        [1, 0, 0],
      ],
      [1, 1],
    )
    expect([...estimateOf('tempo', agreed).batch.credit]).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('a response that nothing could score counts for nobody and gets 0', () => {
    const responses = [
      [1, 2, 3],
      [1, 0, 3],
      [1, 2, 0],
    ]
    const { credit } = estimateOf('tempo', siblings(responses, [1, 0, Number.NaN])).batch
    const without = estimateOf('tempo', siblings(responses.slice(0, 2), [1, 0])).batch.credit
    expect([...credit]).toEqual([...without, 0, 0, 0])
  })

  test('where all siblings go on alike it is GRPO', () => {
    const batch = siblings(
      [
        [1, 2, 3],
        [1, 2, 0],
      ],
      [1, 0],
    )
    const grpo = estimateOf('grpo', batch, { ddof: 0 }).batch.credit
    expect([...estimateOf('tempo', batch).batch.credit.subarray(0, 2)]).toEqual([...grpo.subarray(0, 2)])
  })

  test('the tree’s gains along a response sum to what its equals earned above the mean', () => {
    fc.assert(
      fc.property(groups, drawn => {
        const responses = drawn.map(([tokens]) => tokens)
        const rewards = drawn.map(([, right]) => (right ? 1 : 0))
        const { explain } = estimateOf('tempo', siblings(responses, rewards))
        responses.forEach((own, i) => {
          const equals = rewards.filter((_, j) => responses[j]!.join() === own.join())
          const gains = explain.treeGain!.values.subarray(3 * i, 3 * i + 3)
          expect(sum(gains)).toBeCloseTo(sum(equals) / equals.length - sum(rewards) / rewards.length, 5)
        })
      }),
    )
  })

  test('at every position the gains of the group sum to 0', () => {
    fc.assert(
      fc.property(groups, drawn => {
        const responses = drawn.map(([tokens]) => tokens)
        const batch = siblings(
          responses,
          drawn.map(([, right]) => (right ? 1 : 0)),
        )
        const gains = estimateOf('tempo', batch).explain.treeGain!.values
        for (const t of [0, 1, 2]) expect(sum(gains.filter((_, at) => at % 3 === t))).toBeCloseTo(0, 5)
      }),
    )
  })

  test('nothing is gained once a response goes on alone', () => {
    fc.assert(
      fc.property(groups, drawn => {
        const responses = drawn.map(([tokens]) => tokens)
        const batch = siblings(
          responses,
          drawn.map(([, right]) => (right ? 1 : 0)),
        )
        const gains = estimateOf('tempo', batch).explain.treeGain!.values
        responses.forEach((own, i) => {
          for (const t of [1, 2]) {
            const company = responses.filter(other => other.slice(0, t).join() === own.slice(0, t).join())
            if (company.length === 1) expect(gains[3 * i + t]).toBeCloseTo(0, 6)
          }
        })
      }),
    )
  })
})
