import { describe, expect, test } from 'vitest'
import { context, paramsOf, solvedWith } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { givenOf } from './ghpo.math.ts'

const sampler = resolveMethod('ghpo').sampler!.part
const groupsOf = (tokens: readonly number[], own = {}, asked: number[][] = []) =>
  sampler.compute(solvedWith(tokens, asked), [...tokens.keys()], 3, { ...paramsOf('ghpo'), ...own }, context)

describe('GHPO', () => {
  test('the first stage that finds a success gives the whole group; solved groups stay as they are', async () => {
    const groups = await groupsOf([0, 1, 2, 3])
    expect(groups.map(group => group.map(({ reward }) => reward))).toEqual(groups.map(() => [1, 1, 1]))
    expect(groups.map(group => group.map(({ given }) => given))).toEqual(
      [undefined, 1, 2, 3].map(given => [given, given, given]),
    )
  })

  test('where even the last stage fails, its group is what is left', async () => {
    const [group] = await groupsOf([4])
    expect(group!.map(({ reward, given }) => [reward, given])).toEqual([1, 2, 3].map(() => [0, 3]))
  })

  test('without stages it is plain sampling', async () => {
    expect((await groupsOf([2], { stages: 0 }))[0]!.map(({ tokens }) => tokens)).toEqual([[9], [9], [9]])
  })

  test('no two responses to one problem share their noise, at whatever stage', async () => {
    const asked: number[][] = []
    await groupsOf([9], {}, asked)
    expect(asked.flat().length).toBe(3 + 3 * 3)
    expect(new Set(asked.flat()).size).toBe(3 + 3 * 3)
  })

  test('halves of a token go to the even neighbour', () => {
    expect([2, 6, 10, 14].map(length => givenOf(length, 0.25))).toEqual([0, 2, 2, 4])
  })
})
