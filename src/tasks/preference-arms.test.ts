import { describe, expect, it } from 'vitest'
import { levelOf } from './index.ts'
import task from './preference-arms.ts'

const ids = task.levels.map(({ id }) => id)
const arms = task.vocabulary.map((_, arm) => arm)

function setup(id: string) {
  const level = levelOf(task, id)
  const problem = task.problem(level, 0, 5)
  const beats = (a: number, b: number) => task.prefer?.(level, problem, [a], [b]) ?? Number.NaN
  const right = (task.correctAnswers?.(level, problem) ?? []).map(name => task.vocabulary.indexOf(name))
  return { level, problem, beats, right }
}

describe.each(ids)('preferences, %s', id => {
  const { level, problem, beats, right } = setup(id)

  it('of two arms one loses as often as the other wins, and an arm draws with itself', () => {
    for (const a of arms) {
      expect(beats(a, a)).toBe(0.5)
      for (const b of arms) expect(beats(a, b) + beats(b, a)).toBeCloseTo(1, 12)
    }
  })

  it('the arms that are paid hold against every other arm that is not', () => {
    for (const a of right) for (const b of arms) if (!right.includes(b)) expect(beats(a, b)).toBeGreaterThan(0.5)
  })

  it('whatever is no answer loses to every answer', () => {
    expect(task.prefer?.(level, problem, [0], [0, 1])).toBe(1)
    expect(task.prefer?.(level, problem, [], [0])).toBe(0)
    expect(task.prefer?.(level, problem, [], [])).toBe(0.5)
  })
})

/** Mixture of the right arms against which each of them draws: proportional to the lead between the two others. */
function mixture(id: string) {
  const { beats, right } = setup(id)
  const [a, b, c] = [right[0]!, right[1]!, right[2]!]
  const leads = [Math.abs(beats(b, c) - 0.5), Math.abs(beats(a, c) - 0.5), Math.abs(beats(a, b) - 0.5)]
  const total = leads.reduce((sum, lead) => sum + lead, 0)
  return { beats, right, shares: leads.map(lead => lead / total) }
}

it.each(['circle', 'skewed'])('%s: three arms beat each other in a circle, and no arm beats their mixture', id => {
  const { beats, right, shares } = mixture(id)
  expect(right).toHaveLength(3)
  for (const a of right) expect(right.filter(b => beats(a, b) > 0.5)).toHaveLength(1)
  for (const arm of arms) {
    const chance = right.reduce((sum, other, k) => sum + shares[k]! * beats(arm, other), 0)
    if (right.includes(arm)) expect(chance).toBeCloseTo(0.5, 12)
    else expect(chance).toBeLessThan(0.5)
  }
})

it('the shares are a third each, or as the level says', () => {
  expect(mixture('circle').shares).toEqual([1 / 3, 1 / 3, 1 / 3])
  const sorted = [...mixture('skewed').shares].sort((a, b) => a - b)
  for (const [k, share] of [1 / 6, 1 / 3, 1 / 2].entries()) expect(sorted[k]).toBeCloseTo(share, 12)
})

it('reads a response aloud', () => {
  const { level, problem } = setup('circle')
  expect(task.readAs(level, problem, [3])).toBe('answers with arm D')
})
