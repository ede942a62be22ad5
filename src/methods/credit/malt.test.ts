import { describe, expect, test } from 'vitest'
import type { SamplerHandle } from '../../core/method.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { branchesOf } from './malt.math.ts'

/** Responses of three tokens, one per role. */
const tree = (rewards: readonly number[], token: readonly number[]) => ({
  ...batchOf([rewards], 3),
  token: Int32Array.from(token),
})
const credits = (batch: ReturnType<typeof tree>, own = {}) => [
  ...estimateOf('malt', batch, { roleTokens: 1, ...own }).batch.credit,
]

describe('MALT', () => {
  test('what most leaves below are right is kept, and spoiling it is pushed away', () => {
    const batch = tree([1, 1, 0], [1, 2, 3, 1, 2, 4, 1, 5, 6])
    expect(credits(batch)).toEqual([1, 1, 1, 1, 1, 1, 1, -1, 0])
    expect(credits(batch, { contrast: 0 })).toEqual([1, 1, 1, 1, 1, 1, 1, 0, 0])
  })

  test('the first role has no contrast; a tree without a right leaf teaches nothing', () => {
    expect(credits(tree([1, 0], [1, 2, 3, 4, 5, 6]))).toEqual([1, 1, 1, 0, 0, 0])
    expect(credits(tree([0, 0], [1, 2, 3, 1, 2, 4]))).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('exactly half is not kept', () => {
    const [first] = credits(tree([1, 0], [1, 2, 3, 1, 4, 5]))
    expect(first).toBe(0)
  })

  test('as many branches as the group can hold leaves of', () => {
    expect([1, 7, 8, 26, 27, 64].map(branchesOf)).toEqual([1, 1, 2, 2, 3, 4])
  })

  test('leaves share what the roles before them wrote, and no two share their noise', async () => {
    let next = 10
    const noise: number[] = []
    const handle: SamplerHandle = {
      temperature: 1,
      reference: () => [],
      continueFrom: async requests =>
        requests.map(({ prefix, rollout }) => {
          noise.push(rollout)
          const tokens = [...prefix]
          while (tokens.length < 3) tokens.push(next++)
          return { tokens, logp: [], entropy: [], reward: 0 }
        }),
    }
    const params = { ...paramsOf('malt'), roleTokens: 1 }
    const [group] = await resolveMethod('malt').sampler!.part.compute(handle, [0], 8, params, context)
    const distinct = (length: number) => new Set(group!.map(({ tokens }) => tokens.slice(0, length).join())).size
    expect([1, 2, 3].map(distinct)).toEqual([2, 4, 8])
    expect(new Set(noise).size).toBe(2 + 4 + 8)
  })
})
