import { describe, expect, it } from 'vitest'
import { readDialogue } from '../core/dialogue.ts'
import { problemSeed } from '../core/recipe.ts'
import { textOf } from '../core/task.ts'
import { listingOf } from '../core/world.ts'
import task, { badAction } from './text-kitchen.ts'

const [easy, medium] = task.levels
const problem = Array.from({ length: 8 }, (_, i) => task.problem(easy!, problemSeed, i)).find(({ text }) =>
  text.endsWith('cut and cooked carrot'),
)!

/** Turns, word by word, with what the world says between them. */
function play(turns: readonly string[]): number[] {
  const response: number[] = []
  for (const turn of turns) {
    response.push(...turn.split(' ').map(word => task.vocabulary.indexOf(` ${word}`)))
    response.push(...readDialogue(task, easy!, problem, response).owed())
  }
  return response
}
const verdictOf = (turns: readonly string[]) => task.verify(easy!, problem, play(turns))
const dish = ['take carrot', 'cut carrot', 'cook carrot', 'serve carrot']

describe('kitchen', () => {
  it('says why it refuses, and leaves everything as it was', () => {
    const response = play(['cut carrot', 'take carrot', 'take carrot', 'take onion', 'carrot'])
    expect(textOf(task, response)).toBe(
      ' cut carrot You do not hold it. take carrot Done. take carrot Nothing changes. take onion Nobody has one. carrot What?',
    )
    expect(task.readAs(easy!, problem, response)).toBe('turn 5: holds raw carrot, 4 could not be done')
    expect(textOf(task, play(['cook cook carrot']))).toMatch(/What\?$/)
    expect(textOf(task, play(['take carrot', 'cook carrot', 'cut carrot']))).toMatch(/It is too hot to cut\.$/)
  })

  it('pays the dish that was ordered and nothing else', () => {
    expect(verdictOf(dish)).toMatchObject({ reward: 1, correct: true, answer: 'cut and cooked carrot' })
    expect(verdictOf(['take carrot', 'cook carrot', 'serve carrot'])).toMatchObject({ reward: 0, correct: false })
    expect(verdictOf(['take potato', 'serve potato'])).toMatchObject({ reward: 0, answer: 'raw potato' })
  })

  it('takes off a bounded part for what could not be done, turn by turn', () => {
    expect(verdictOf(['cut carrot', ...dish]).reward).toBeCloseTo(0.9)
    const refused = ['cut carrot', 'cook carrot', 'serve carrot', 'cut carrot', 'carrot']
    expect(verdictOf(refused)).toMatchObject({ correct: false })
    expect(verdictOf(refused).reward).toBeCloseTo(-0.2)
    const paid = readDialogue(task, easy!, problem, play(refused)).turns()
    const costs = paid.map(({ reward }) => Number(reward.toFixed(6)))
    expect(costs.map(cost => cost + 0)).toEqual([-0.1, -0.1, 0, 0, 0])
    expect(task.leastReward).toBeCloseTo(-badAction.costs * badAction.atMost)
  })

  it('cuts an episode that never serves', () => {
    const idle = play(Array.from({ length: 5 }, () => 'take carrot'))
    const dialogue = readDialogue(task, easy!, problem, idle)
    expect([idle.length, dialogue.over(), dialogue.closed()]).toEqual([easy!.maxResponse, true, false])
    expect(task.verify(easy!, problem, idle).note).toBe('Serves nothing after 4 that could not be done.')
    const babbler = Array.from({ length: easy!.maxResponse }, () => 0)
    expect(readDialogue(task, easy!, problem, babbler).closed()).toBe(false)
  })

  it('is small enough for exact values on its first level only', () => {
    const listing = (level: typeof easy) => listingOf({ task, level: level!, policy: 'tabular' })
    expect([listing(easy), listing(medium)]).toEqual(['states', undefined])
  })
})
