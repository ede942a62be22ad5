import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { context, paramsOf, solvedWith } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { rollInOf } from './rlgf.math.ts'

const draw = () => stream(seedFrom('1'))
const groupsOf = (rollInShare: number, size = 40) =>
  resolveMethod('rlgf').sampler!.part.compute(
    solvedWith([0, 0]),
    [0, 1],
    size,
    { ...paramsOf('rlgf'), rollInShare },
    { ...context, draw: draw() },
  )

describe('RLGF', () => {
  test('the guide never writes all, and every place but the last is cut at', () => {
    const noise = draw()
    expect(new Set(Array.from({ length: 200 }, () => rollInOf(5, 1, noise)))).toEqual(new Set([1, 2, 3, 4]))
  })

  test('a text of one token has no place to cut', () => {
    expect(rollInOf(1, 1, () => 0)).toBe(0)
  })

  test('what the guide wrote is given; groups keep their size', async () => {
    const groups = await groupsOf(1)
    expect(groups.map(({ length }) => length)).toEqual([40, 40])
    for (const { given, tokens } of groups.flat()) {
      expect(given).toBeGreaterThan(0)
      expect(tokens.slice(0, given)).toEqual([5, 6, 7, 8].slice(0, given))
    }
  })

  test('at share 0 the policy writes all, and between both happens', async () => {
    expect((await groupsOf(0)).flat().every(({ given }) => given === 0)).toBe(true)
    const begun = (await groupsOf(0.5)).flat().filter(({ given }) => given! > 0)
    expect(begun.length).toBeGreaterThan(20)
    expect(begun.length).toBeLessThan(60)
  })
})
