import { describe, expect, it } from 'vitest'
import { readDialogue } from '../core/dialogue.ts'
import { exactValues } from '../core/exact.ts'
import { mean } from '../core/math.ts'
import { problemSeed } from '../core/recipe.ts'
import task from './search-or-answer.ts'

const [easy, medium] = task.levels
const [answer, search, firstQuery] = [0, 1, 2] as const
const queries = 16
const problems = Array.from({ length: easy!.pool }, (_, i) => task.problem(easy!, problemSeed, i))

/** Plays the policy's tokens, with the world's words between them. */
function play(level: typeof easy, problem: (typeof problems)[number], tokens: readonly number[]): number[] {
  const response: number[] = []
  for (const token of tokens) {
    const dialogue = readDialogue(task, level!, problem, [...response, token])
    response.push(token, ...dialogue.owed())
  }
  return response
}
const shareRight = (tokens: readonly number[]) =>
  mean(problems.map(problem => task.verify(easy!, problem, play(easy, problem, tokens)).reward))

describe('search or answer', () => {
  it('pays a guess for 35, one query for 95 and each other query for 2 of 100 questions', () => {
    expect(shareRight([answer])).toBeCloseTo(0.35, 12)
    const shares = Array.from({ length: queries }, (_, q) => shareRight([search, firstQuery + q, answer]))
    expect(shares.filter(share => share > 0.5)).toEqual([expect.closeTo(0.95, 12)])
    expect(shares.filter(share => share < 0.5)).toEqual(Array(queries - 1).fill(expect.closeTo(0.02, 12)))
  })

  it('does not guess after a search that found nothing, but may search again', () => {
    const known = problems.find(problem => Number(problem.data.place) === 34)!
    const good = firstQuery + Number(known.data.query)
    const bad = good === firstQuery ? firstQuery + 1 : firstQuery
    const judge = (tokens: readonly number[]) => task.verify(medium!, known, play(medium, known, tokens)).correct
    expect([judge([answer]), judge([search, bad, answer])]).toEqual([true, false])
    expect(judge([search, bad, search, good, answer])).toBe(true)
  })

  it('answers a misplaced word and cuts an episode that goes on with them', () => {
    const [problem] = problems
    const response = play(easy, problem!, [firstQuery, firstQuery, firstQuery, firstQuery])
    const dialogue = readDialogue(task, easy!, problem!, response)
    expect([dialogue.over(), dialogue.closed(), response.length]).toEqual([true, false, 7])
    expect(task.vocabulary[response[1]!]).toBe(' what? ')
  })

  it('begins with guessing far ahead of searching, by exact values', async () => {
    const { rowOf } = task.rows!(easy!)
    const table = task.startLogits!(easy!, problemSeed, 'warm')
    const V = task.vocabulary.length
    const values = []
    for (const problem of problems) {
      const exact = await exactValues(
        task,
        easy!,
        problem,
        prefixes =>
          prefixes.flatMap(prefix => {
            const logits = table.subarray(rowOf(problem, prefix) * V, (rowOf(problem, prefix) + 1) * V)
            const weights = [...logits].map((logit, id) => (task.forbidden!.includes(id) ? 0 : Math.exp(logit)))
            const total = weights.reduce((sum, weight) => sum + weight, 0)
            return weights.map(weight => weight / total)
          }),
        { over: 'states' },
      )
      values.push([exact.q[answer]!, exact.q[search]!])
    }
    expect(mean(values.map(([guess]) => guess!))).toBeCloseTo(0.35, 12)
    // 0.95 / 16 + 15 * 0.02 / 16, less what misplaced words cost.
    expect(mean(values.map(([, searched]) => searched!))).toBeCloseTo(0.078, 2)
  })
})
