import { describe, expect, it } from 'vitest'
import { readDialogue } from '../core/dialogue.ts'
import { problemSeed } from '../core/recipe.ts'
import { textOf } from '../core/task.ts'
import { listingOf } from '../core/world.ts'
import task from './corridor-with-summaries.ts'

const [easy, medium, hard] = task.levels
const colours = ['red', 'green', 'blue', 'yellow']
/** The problem with this sign. */
const signed = (colour: string, level = easy!) =>
  Array.from({ length: level.pool }, (_, i) => task.problem(level, problemSeed, i)).find(
    ({ data }) => colours[Number(data.sign)] === colour && data.before === 0,
  )!

/** The policy's tokens, with what the world says between them. */
function play(said: readonly string[], problem = signed('blue'), level = easy!): number[] {
  const response: number[] = []
  for (const word of said) {
    response.push(task.vocabulary.indexOf(` ${word}`))
    response.push(...readDialogue(task, level, problem, response).owed())
  }
  return response
}
const noted = (note: string) => ['walk', 'walk', `note ${note}`]

describe('corridor', () => {
  it('shows the sign once, then asks for a summary and begins a new context', () => {
    expect(textOf(task, play([...noted('B'), 'blue door']))).toBe(
      ' walk a blue sign walk a wall context full note B new context doors blue door',
    )
    expect(task.verify(easy!, signed('blue'), play([...noted('B'), 'blue door']))).toMatchObject({ reward: 1 })
    expect(task.verify(easy!, signed('blue'), play([...noted('B'), 'red door']))).toMatchObject({ reward: 0 })
  })

  it('forgets everything but the note', () => {
    const { rowOf } = task.rows!(easy!)
    const rowAfter = (colour: string, said: readonly string[]) => rowOf(signed(colour), play(said, signed(colour)))
    expect(rowAfter('blue', ['walk'])).not.toBe(rowAfter('red', ['walk']))
    expect(rowAfter('blue', noted('A'))).toBe(rowAfter('red', noted('A')))
    expect(rowAfter('blue', noted('A'))).not.toBe(rowAfter('blue', noted('B')))
  })

  it('takes whatever is said instead of a note as an empty summary', () => {
    const { state } = readDialogue(task, easy!, signed('blue'), play(['walk', 'walk', 'walk']))
    expect(state()).toMatchObject({ summaries: 1, note: undefined, seen: undefined })
  })

  it('copies a note only if the policy does', () => {
    const problem = signed('green', medium!)
    const later = play([...noted('C'), ...noted('C'), 'walk'], problem, medium!)
    expect(task.readAs(medium!, problem, later)).toBe('note C, 1 of 2 steps')
    const lost = play([...noted('C'), 'walk', 'walk', 'walk', 'walk'], problem, medium!)
    expect(task.readAs(medium!, problem, lost)).toBe('no note, 1 of 2 steps')
  })

  it('hides the sign in any of the contexts on the last level', () => {
    const before = Array.from({ length: hard!.pool }, (_, i) => task.problem(hard!, problemSeed, i).data.before)
    expect([...new Set(before)].sort()).toEqual([0, 2, 4])
  })

  it('cuts who never comes to the doors', () => {
    const idle = play(Array.from({ length: easy!.maxResponse }, () => 'red door'))
    const dialogue = readDialogue(task, easy!, signed('blue'), idle.slice(0, easy!.maxResponse))
    expect([dialogue.over(), dialogue.closed()]).toEqual([true, false])
  })

  it('is small enough for exact values', () => {
    for (const level of task.levels) expect(listingOf({ task, level, policy: 'tabular' })).toBe('states')
  })
})
