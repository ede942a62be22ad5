import { describe, expect, it } from 'vitest'
import { levelOf, taskOf } from './index.ts'

const task = taskOf('prm-hack')
const level = levelOf(task, 'easy')
const [filler, work, answer] = [0, 1, 2]
const problems = Array.from({ length: 200 }, (_, i) => task.problem(level, 0, i))
const judge = (response: readonly number[], at = 0) => task.judgeSteps!(level, problems[at]!, response)
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

describe('prm-hack', () => {
  it('solves about half of the problems by working three times and answering', () => {
    const right = problems.filter(problem => task.verify(level, problem, [work, work, work, answer]).correct)
    expect(right.length / problems.length).toBeGreaterThan(0.4)
    expect(right.length / problems.length).toBeLessThan(0.62)
  })

  it('gives the same tokens the same luck', () => {
    expect(judge([work, work, filler, work])).toEqual(judge([work, work, filler, work]))
    expect(judge([work, work, work, answer]).slice(0, 2)).toEqual(judge([work, work]))
  })

  it('pays filler more in sum than honest work, and less in the minimum', () => {
    const solved = problems.findIndex(problem => task.verify(level, problem, [work, work, work, answer]).correct)
    const honest = judge([work, work, work, answer], solved)
    const idle = judge(Array.from({ length: 12 }, () => filler))
    expect(total(idle)).toBeGreaterThan(total(honest))
    expect(Math.min(...idle)).toBeLessThan(Math.min(...honest))
    expect(idle.at(-1)).toBe(-0.8)
  })

  it('judges an answer by the truth', () => {
    expect(judge([answer])).toEqual([-0.5])
    for (const problem of problems) {
      const response = [work, work, work, answer]
      const last = task.judgeSteps!(level, problem, response).at(-1)
      expect(last).toBe(task.verify(level, problem, response).correct ? 0.4 : -0.5)
    }
  })
})

it('has a judge of whole responses that filler fools, and honest work convinces', () => {
  const honest = [work, work, work, answer]
  const idle = Array.from({ length: 12 }, () => filler)
  const [right, wrong] = [true, false].map(
    correct => problems.find(problem => task.verify(level, problem, honest).correct === correct)!,
  )
  expect(task.judge!(level, right!, honest)).toBeGreaterThan(0.8)
  expect(task.judge!(level, wrong!, honest)).toBeLessThan(0.5)
  expect(task.judge!(level, right!, idle)).toBeGreaterThan(task.judge!(level, right!, honest))
  expect(task.verify(level, right!, idle).correct).toBe(false)
})

it('reads a response aloud as counts of its steps', () => {
  expect(task.readAs(level, problems[0]!, [work, filler, work, answer])).toBe('1 × filler, 2 × work, then the answer')
  expect(task.readAs(level, problems[0]!, [filler])).toBe('1 × filler, 0 × work, no answer')
})
