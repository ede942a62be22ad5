import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf, solvedWith } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const method = resolveMethod('cog-rethinker')
const groupsOf = (tokens: readonly number[], own = {}, asked: number[][] = []) =>
  method.sampler!.part.compute(
    solvedWith(tokens, asked),
    [...tokens.keys()],
    2,
    { ...paramsOf('cog-rethinker'), ...own },
    context,
  )
const told = (group: Awaited<ReturnType<typeof groupsOf>>[number]) =>
  group.map(({ reward, given, external }) => [reward, given, external])

describe('Cog-Rethinker', () => {
  test('a solved group stays as it is', async () => {
    expect(told((await groupsOf([0]))[0]!)).toEqual([1, 1].map(r => [r, undefined, undefined]))
  })

  test('what the parts solve is trained behind them, and imitated without them', async () => {
    const [group] = await groupsOf([2])
    expect(told(group!)).toEqual([
      [1, 2, undefined],
      [1, 2, undefined],
      [1, undefined, true],
      [1, undefined, true],
    ])
    expect(group![2]!.tokens).toEqual([5, 6, 9])
  })

  test('where the parts fail, each response is shown its first fault', async () => {
    const [group] = await groupsOf([3])
    expect(told(group!).slice(0, 2)).toEqual([1, 1].map(r => [r, 3, undefined]))
    expect(group!.length).toBe(4)
  })

  test('what nobody solves even then is left, and nothing is imitated', async () => {
    expect(told((await groupsOf([4]))[0]!)).toEqual([0, 0].map(r => [r, 3, undefined]))
  })

  test('copies neither have an advantage nor move that of others', () => {
    const batch = { ...batchOf([[1, 0, 1]], 1), external: Float32Array.of(0, 0, 1) }
    const [right, wrong, copy] = estimate(method, paramsOf('cog-rethinker'), batch, context).batch.advantage
    expect(right).toBeCloseTo(-wrong!, 6)
    expect(copy).toBe(0)
  })

  test('no two responses to one problem share their noise', async () => {
    const asked: number[][] = []
    await groupsOf([9], {}, asked)
    expect(asked.flat().length).toBe(6)
    expect(new Set(asked.flat()).size).toBe(6)
  })
})
