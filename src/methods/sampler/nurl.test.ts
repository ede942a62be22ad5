import { describe, expect, test } from 'vitest'
import { context, paramsOf, solvedWith } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const sampler = resolveMethod('nurl').sampler!.part
const groupsOf = (tokens: readonly number[], own = {}, iteration = 99, asked: number[][] = []) =>
  sampler.compute(
    solvedWith(tokens, asked),
    [...tokens.keys()],
    3,
    { ...paramsOf('nurl'), ...own },
    { ...context, iteration },
  )

describe('NuRL', () => {
  test('a group that fails is drawn again behind the hint, all but its first response', async () => {
    const [solved, needy] = await groupsOf([0, 2])
    expect(solved!.map(({ reward, given }) => [reward, given])).toEqual([1, 1, 1].map(r => [r, undefined]))
    expect(needy!.map(({ reward, given }) => [reward, given])).toEqual([
      [0, undefined],
      [1, 2],
      [1, 2],
    ])
    expect(needy![1]!.tokens.slice(0, 2)).toEqual([5, 6])
  })

  test('the group keeps its size where the hint does not help', async () => {
    const [group] = await groupsOf([3])
    expect(group!.map(({ reward, given }) => [reward, given])).toEqual([
      [0, undefined],
      [0, 2],
      [0, 2],
    ])
  })

  test('a hint never is the whole answer', async () => {
    const [group] = await groupsOf([4], { hintShare: 1 })
    expect(group![1]!.given).toBe(3)
  })

  test('without a share, and in the first iterations, it is plain sampling', async () => {
    for (const groups of [await groupsOf([2], { hintShare: 0 }), await groupsOf([2], {}, 10)])
      expect(groups[0]!.map(({ tokens }) => tokens)).toEqual([[9], [9], [9]])
  })

  test('no two responses to one problem share their noise', async () => {
    const asked: number[][] = []
    await groupsOf([9], {}, 99, asked)
    expect(asked.flat().length).toBe(3 + 2)
    expect(new Set(asked.flat()).size).toBe(3 + 2)
  })
})
