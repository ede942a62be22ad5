import { describe, expect, it } from 'vitest'
import { readDialogue } from '../core/dialogue.ts'
import { problemSeed } from '../core/recipe.ts'
import { textOf } from '../core/task.ts'
import task from './twenty-questions.ts'

const [level] = task.levels
const problem = task.problem(level!, problemSeed, 0)
const secret = Number(problem.data.secret)

/** Tokens of the policy, with what the world says between them. */
function play(said: readonly number[]): number[] {
  const response: number[] = []
  for (const token of said) response.push(token, ...readDialogue(task, level!, problem, [...response, token]).owed())
  return response
}
const beliefAfter = (said: readonly number[]) => task.belief?.(level!, problem, play(said))

describe('questions', () => {
  it('answers a question about a digit truly, and any other by no', () => {
    const truth = (bit: number) => ((secret >> bit) & 1 ? 'yes' : 'no')
    expect(textOf(task, play([0, 3]))).toBe(`has 1?${truth(0)}chat x?no`)
    expect(textOf(task, play([2]))).toBe(`has 4?${truth(2)}`)
  })

  it('lets belief double with each new digit, and with nothing else', () => {
    expect([[], [1], [1, 1], [1, 4], [1, 0], [1, 0, 2]].map(beliefAfter)).toEqual([
      1 / 8,
      1 / 4,
      1 / 4,
      1 / 4,
      1 / 2,
      1,
    ])
  })

  it('pays only who names the number, after three questions at the latest', () => {
    const right = 6 + secret
    expect(task.verify(level!, problem, play([0, 1, 2, right]))).toMatchObject({ reward: 1, correct: true })
    expect(task.verify(level!, problem, play([0, 1, 2, 6 + ((secret + 1) % 8)]))).toMatchObject({ reward: 0 })
    expect(readDialogue(task, level!, problem, play([right])).closed()).toBe(true)
    const talker = readDialogue(task, level!, problem, play([0, 0, 0, 0]))
    expect([talker.over(), talker.closed()]).toEqual([true, true])
    expect(task.verify(level!, problem, play([0, 0, 0, 0]))).toMatchObject({ reward: 0, note: 'No number is named.' })
  })

  it('tells the table what was answered, never the secret', () => {
    const { rowOf } = task.rows!(level!)
    const other = task.problem(level!, problemSeed, 1)
    const chat = play([3, 4, 5])
    expect(rowOf(problem, chat)).toBe(rowOf(other, chat))
    expect(rowOf(problem, play([0, 1, 2]))).not.toBe(rowOf(problem, chat))
  })
})
