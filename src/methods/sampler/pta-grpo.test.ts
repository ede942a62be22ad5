import { describe, expect, test } from 'vitest'
import { batchOf, context, estimateOf, paramsOf, solvedWith } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const paid = (token: readonly number[], rewards: readonly number[], own = {}) => {
  const batch = { ...batchOf([rewards], 1), token: Int32Array.from(token) }
  return [...estimateOf('pta-grpo', batch, { formWeight: 0, ...own }).batch.reward]
}

describe('PTA-GRPO', () => {
  test('a success on a good plan is paid more than one on a bad plan, and a slip there less than on a good one', () => {
    const [luck, slip, fine, , dull] = paid([1, 2, 2, 2, 1, 1], [1, 0, 1, 1, 0, 0])
    expect(fine).toBeGreaterThan(luck!)
    expect(slip).toBeGreaterThan(dull!)
  })

  test('with one plan its value falls out of the advantages; without weight only the outcome is paid', () => {
    const batch = { ...batchOf([[1, 0, 0, 1]], 1), token: Int32Array.of(3, 3, 3, 3) }
    const [a, b] = [0, 0.5].map(planWeight => estimateOf('pta-grpo', batch, { planWeight }).batch.advantage)
    a!.forEach((value, i) => {
      expect(value).toBeCloseTo(b![i]!, 5)
    })
    expect(paid([1, 2], [1, 0], { planWeight: 0 })).toEqual([1, 0])
  })

  test('the group is shared out among the plans, whose tokens the followers begin with', async () => {
    let next = 0
    const handle = {
      ...solvedWith([0]),
      continueFrom: async (requests: readonly { readonly prefix: readonly number[] }[]) =>
        requests.map(({ prefix }) => {
          next += 1
          return { tokens: [...prefix, 100 + next, 7].slice(0, 2), logp: [], entropy: [], reward: 0 }
        }),
    }
    const params = { ...paramsOf('pta-grpo'), plans: 2 }
    const [group] = await resolveMethod('pta-grpo').sampler!.part.compute(handle, [0], 5, params, context)
    expect(group!.map(({ tokens }) => tokens[0])).toEqual([101, 102, 101, 102, 101])
    expect(new Set(group!.map(({ tokens }) => tokens.join())).size).toBe(5)
  })
})
