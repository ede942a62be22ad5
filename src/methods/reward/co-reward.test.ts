import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { batchOf, context, estimateOf, paramsOf, poolOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const paid = (problem: readonly number[], ...groups: readonly (readonly string[])[]) => [
  ...estimateOf('co-reward', {
    ...batchOf(groups.map(answers => answers.map(() => 0))),
    answer: groups.flat(),
    problem: Float32Array.from(problem),
  }).batch.reward,
]

describe('Co-rewarding', () => {
  test('each of two groups is paid for the majority of the other', () => {
    expect(paid([4, 4], ['7', '7', '3'], ['3', '3', '7'])).toEqual([0, 0, 1, 0, 0, 1])
  })

  test('where both agree it pays as a vote of their own would, and a lone group votes for itself', () => {
    expect(paid([4, 5, 4], ['7', '7', '3'], ['1', '2', '2'], ['7', '7', '1'])).toEqual([1, 1, 0, 0, 1, 1, 1, 1, 0])
  })

  test('a group that could not be read labels nothing, and is paid nothing itself', () => {
    expect(paid([0, 0], ['', ''], ['7', '7'])).toEqual([0, 0, 0, 0])
  })

  test('every problem is asked twice, one after the other; an odd one out has no twin', () => {
    const { choose } = resolveMethod('co-reward').curriculum!.part
    const { choices } = choose!(poolOf(9), 5, paramsOf('co-reward'), { ...context, draw: stream(seedFrom('1')) })
    const asked = choices.map(({ problem }) => problem)
    expect([asked[1], asked[3]]).toEqual([asked[0], asked[2]])
    expect(new Set(asked).size).toBe(3)
  })
})
