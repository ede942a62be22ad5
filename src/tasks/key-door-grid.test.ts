import { describe, expect, it } from 'vitest'
import { readDialogue } from '../core/dialogue.ts'
import { problemSeed } from '../core/recipe.ts'
import { textOf } from '../core/task.ts'
import task from './key-door-grid.ts'

const [level] = task.levels
const problem = task.problem(level!, problemSeed, 0)
/** The moves, with what the world says between them. */
function play(moves: readonly number[]): number[] {
  const response: number[] = []
  for (const move of moves) response.push(move, ...readDialogue(task, level!, problem, [...response, move]).owed())
  return response
}

describe('key and door', () => {
  it('answers every move by the cell, in capitals with the key', () => {
    const [start = 0] = [problem.data.start]
    const isLeft = start === 0
    const response = play(isLeft ? [1, 1, 0] : [3, 3, 2])
    expect(textOf(task, response)).toBe(isLeft ? '→b1→C1↑C1' : '←b3←A3↓A3')
    expect([...readDialogue(task, level!, problem, response).mask()]).toEqual([1, 0, 1, 0, 1, 0])
  })

  it('pays for the door only to who has the key, and ends there', () => {
    const reference = task.reference(level!, problem, () => 0.1)
    expect(task.verify(level!, problem, reference)).toMatchObject({ reward: 1, correct: true, answer: '6 moves' })
    expect(readDialogue(task, level!, problem, reference).closed()).toBe(true)
    const isLeft = problem.data.start === 0
    const straight = play(isLeft ? [2, 2] : [0, 0])
    expect(task.verify(level!, problem, straight)).toMatchObject({ reward: 0, note: 'Never finds the key.' })
  })

  it('cuts an episode that never ends', () => {
    const idle = play(Array.from({ length: 12 }, () => 0))
    const dialogue = readDialogue(task, level!, problem, idle)
    expect([idle.length, dialogue.over(), dialogue.closed()]).toEqual([24, true, false])
  })

  it('reads rows along a response as it reads them from the beginning', () => {
    const { rowOf, walk } = task.rows!(level!)
    const response = task.reference(level!, problem, () => 0.9)
    const walked = walk!(problem)
    for (const [t, token] of response.entries()) {
      expect(walked.row()).toBe(rowOf(problem, response.slice(0, t)))
      walked.hear(token)
    }
  })
})
