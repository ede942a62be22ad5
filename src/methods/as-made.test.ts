import { describe, expect, it } from 'vitest'
import { tasks } from '../tasks/index.ts'
import { asMade, holdsAt, settingsOf, trainingAt, unlikeMade, venuesFor } from './as-made.ts'
import { methodOf } from './index.ts'

const venueOn = (id: string, task: string) => venuesFor(methodOf(id), tasks).find(venue => venue.task.id === task)!

describe('the run that a method is made for', () => {
  it('is at the place that the method names, with its settings', () => {
    const recipe = asMade('tempo', venueOn('tempo', 'fork-tokens'), tasks)
    expect(recipe).toMatchObject({ task: 'fork-tokens', policy: 'tabular', method: 'tempo' })
    expect(recipe.params).toMatchObject({ groupSize: 16, problems: 1, optimiser: 'sgd', learningRate: 1 })
    expect(unlikeMade(recipe)).toEqual([])
  })

  it('has the usual settings elsewhere', () => {
    const recipe = asMade('tempo', venueOn('tempo', 'token-tree'), tasks)
    expect(recipe.params).toEqual({})
    expect(trainingAt('tempo', recipe)).toEqual({})
    expect(holdsAt(methodOf('tempo').training!, recipe)).toBe(false)
  })

  it('holds everywhere where no place is named, and nothing is missing of what no method asks for', () => {
    const network = { task: 'modular-arithmetic', policy: 'gpt-2x32' }
    expect(trainingAt('gspo', network)).toEqual({ minibatches: 4 })
    expect(trainingAt('grpo', network)).toEqual({})
    expect(settingsOf(methodOf('grpo'))).toEqual([])
  })

  it('is compared with what a recipe sets, name by name', () => {
    const made = asMade('gspo', venueOn('gspo', 'countdown'), tasks)
    const usual = { ...made, params: {} }
    expect(unlikeMade(usual)).toEqual([{ key: 'minibatches', label: 'Minibatches', value: 4 }])
  })
})
