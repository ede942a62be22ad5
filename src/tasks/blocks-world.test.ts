import { describe, expect, it } from 'vitest'
import { readDialogue } from '../core/dialogue.ts'
import { problemSeed } from '../core/recipe.ts'
import { stream } from '../core/rng.ts'
import { textOf } from '../core/task.ts'
import task from './blocks-world.ts'

const [easy, medium] = task.levels
const problem = task.problem(easy!, problemSeed, 0)
const tokenOf = (text: string) => task.vocabulary.indexOf(` ${text}`)

/** Moves, with what the world says between them. */
function play(moves: readonly string[], of = problem): number[] {
  const response: number[] = []
  for (const move of moves.map(tokenOf)) {
    response.push(move, ...readDialogue(task, easy!, of, [...response, move]).owed())
  }
  return response
}

describe('blocks', () => {
  it('knows all arrangements: 13 of three blocks, 73 of four', () => {
    expect([easy!, medium!].map(level => task.enumeration?.(level).states)).toEqual([13, 73])
  })

  it('lifts only what nothing lies on, and says so', () => {
    const tower = Array.from({ length: 24 }, (_, i) => task.problem(easy!, problemSeed, i)).find(({ text }) =>
      text.startsWith('From abc '),
    )
    expect(tower).toBeDefined()
    const said = textOf(task, play(['a→table', 'c→a', 'c→table', 'b→c'], tower))
    expect(said).toMatch(/^ a→table stuck c→a stuck c→table done b→c( done)?$/)
    const [buried, onBuried] = [play(['b→table'], tower), play(['c→a'], tower)]
    for (const response of [buried, onBuried])
      expect(readDialogue(task, easy!, tower!, response).turns()).toHaveLength(1)
  })

  it('lists every plan, and each of them builds what is wanted', () => {
    const plans = task.correctAnswers!(easy!, problem)
    expect(plans.length).toBeGreaterThan(3)
    expect(new Set(plans).size).toBe(plans.length)
    for (const plan of plans) {
      const verdict = task.verify(easy!, problem, play(plan.split(', ')))
      expect(verdict).toMatchObject({ correct: true, answer: plan })
    }
  })

  it('counts a plan with a loop as the plan without it', () => {
    const shortest = task.reference(easy!, problem, stream(1)).filter(token => token < 16)
    const [first = 0] = shortest
    const { start } = problem.data
    const back = Array.from({ length: 16 }, (_, token) => token).find(token => {
      const state = readDialogue(
        task,
        easy!,
        problem,
        play([first, token].map(t => task.vocabulary[t]!.trim())),
      ).state()
      return (state as { at: number }).at === start
    })
    expect(back).toBeDefined()
    const texts = (tokens: readonly number[]) => tokens.map(token => task.vocabulary[token]!.trim())
    const detour = task.verify(easy!, problem, play(texts([first, back!, ...shortest])))
    expect(detour).toMatchObject({ correct: true, answer: texts(shortest).join(', ') })
  })

  it('cuts who never builds', () => {
    const response = play(Array.from({ length: 5 }, () => 'd→table'))
    const dialogue = readDialogue(task, easy!, problem, response)
    expect([dialogue.over(), dialogue.closed()]).toEqual([true, false])
    expect(task.verify(easy!, problem, response)).toMatchObject({ reward: 0, answer: '' })
  })
})
