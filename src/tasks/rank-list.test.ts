import { describe, expect, it } from 'vitest'
import { problemSeed } from '../core/recipe.ts'
import { levelOf, taskOf } from './index.ts'

const task = taskOf('rank-list')
const level = levelOf(task, 'easy')
const problem = task.problem(level, problemSeed, 0)
const wanted = task.reference(level, problem, () => 0.5)
const unwanted = task.vocabulary.map((_, letter) => letter).filter(letter => !wanted.includes(letter))
const rewardOf = (response: readonly number[]) => task.verify(level, problem, response).reward

describe('rank-list', () => {
  it('pays hits at the top most', () => {
    const [hit] = wanted
    const at = (place: number) => rewardOf(Array.from({ length: 4 }, (_, k) => (k === place ? hit! : unwanted[k]!)))
    expect([at(0), at(1), at(2), at(3)]).toEqual([...[at(0), at(1), at(2), at(3)]].sort((a, b) => b - a))
    expect(at(0)).toBeCloseTo(1 / (1 + 1 / Math.log2(3) + 1 / 2 + 1 / Math.log2(5)), 10)
  })

  it('accepts the wanted letters in any order', () => {
    expect(task.verify(level, problem, [...wanted].reverse())).toMatchObject({ reward: 1, correct: true })
  })

  it('counts a repetition as no hit, and judges every place', () => {
    const [first] = wanted
    const list = [first!, first!, unwanted[0]!, wanted[1]!]
    expect(task.judgeSteps!(level, problem, list)).toEqual([1, -1, -1, 1])
    expect(task.verify(level, problem, list).note).toBe('2 of 4 items are wanted and new.')
  })

  it('has readers of different tastes', () => {
    const tastes = Array.from({ length: level.pool }, (_, index) => task.problem(level, problemSeed, index).data.wanted)
    expect(new Set(tastes.map(String)).size).toBeGreaterThan(level.pool / 2)
  })
})

it('reads a list aloud by its places', () => {
  expect(task.readAs(level, problem, [2, 0])).toBe('1. C, 2. A')
})
