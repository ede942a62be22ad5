import { describe, expect, test } from 'vitest'
import { context, paramsOf, solvedWith } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const sampler = resolveMethod('scaf-grpo').sampler!.part
const groupsOf = (tokens: readonly number[], own = {}, iteration = 99, asked: number[][] = []) =>
  sampler.compute(
    solvedWith(tokens, asked),
    [...tokens.keys()],
    3,
    { ...paramsOf('scaf-grpo'), rungs: 4, ...own },
    { ...context, iteration },
  )

describe('Scaf-GRPO', () => {
  test('the lowest rung that succeeds takes the place of the first failure, and nothing else changes', async () => {
    const [solved, needy] = await groupsOf([0, 2])
    expect(solved!.map(({ reward, given }) => [reward, given])).toEqual([1, 1, 1].map(r => [r, undefined]))
    expect(needy!.map(({ reward, given }) => [reward, given])).toEqual([
      [1, 2],
      [0, undefined],
      [0, undefined],
    ])
    expect(needy![0]!.tokens.slice(0, 2)).toEqual([5, 6])
  })

  test('the last rung leaves something to be said, and where it fails nothing is replaced', async () => {
    const [group] = await groupsOf([4])
    expect(group!.every(({ given }) => given === undefined)).toBe(true)
    expect((await groupsOf([3]))[0]![0]!.given).toBe(3)
  })

  test('without rungs, and in the first iterations, it is plain sampling', async () => {
    for (const groups of [await groupsOf([2], { rungs: 0 }), await groupsOf([2], {}, 10)])
      expect(groups[0]!.map(({ tokens }) => tokens)).toEqual([[9], [9], [9]])
  })

  test('no two responses to one problem share their noise', async () => {
    const asked: number[][] = []
    await groupsOf([9], {}, 99, asked)
    expect(new Set(asked.flat()).size).toBe(3 + 4)
  })
})
