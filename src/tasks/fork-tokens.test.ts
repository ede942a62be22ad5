import { describe, expect, it } from 'vitest'
import { advantageOfTokens, exactGradient, exactValues, type NextTokens } from '../core/exact.ts'
import { softmax } from '../core/math.ts'
import type { Level, Problem } from '../core/task.ts'
import task from './fork-tokens.ts'
import { levelOf } from './index.ts'

const V = 4
const forks = [1, 5, 9]

/** Next-token probabilities of a table. */
function tabular(level: Level, problem: Problem, table: Float32Array): NextTokens {
  const rowOf = task.rows?.(level).rowOf
  return prefixes =>
    prefixes.flatMap(prefix => {
      const row = rowOf?.(problem, prefix) ?? 0
      return [...softmax(table.subarray(row * V, (row + 1) * V))]
    })
}
const start = (id: string, base: 'warm' | 'strong', index = 0) => {
  const level = levelOf(task, id)
  const problem = task.problem(level, 0, index)
  const table = task.startLogits?.(level, 0, base) ?? new Float32Array()
  return { level, problem, next: tabular(level, problem, table), table }
}

describe('fork tokens', () => {
  it('of all 64 triples at the forks, one is right, whatever the filler', () => {
    const { level, problem } = start('easy', 'warm')
    for (const filler of [0, 1, 2, 3]) {
      const right = Array.from({ length: 64 }, (_, triple) => {
        const response = new Array<number>(16).fill(filler)
        forks.forEach((position, fork) => {
          response[position] = Math.floor(triple / V ** fork) % V
        })
        return task.verify(level, problem, response)
      }).filter(({ correct }) => correct)
      expect(right.map(({ answer }) => answer)).toEqual(task.correctAnswers?.(level, problem))
    }
  })

  it.each(['easy', 'medium', 'hard'])('%s: secret forks start uniform, so success starts at 1 in 64', async id => {
    const { level, problem, next } = start(id, 'warm')
    const exact = await exactValues(task, level, problem, next, { over: 'states' })
    expect(exact.success[0]).toBeCloseTo(1 / 64, 9)
    expect(exact.prefixes.length).toBeLessThanOrEqual(34)
  })

  it('starts as the stated chances say: 0.5 and 0.9 per fork where they are not secret', async () => {
    for (const [id, base, chance] of [
      ['prompted', 'warm', 0.5],
      ['prompted', 'strong', 0.9],
      ['easy', 'strong', 0.9],
    ] as const) {
      const { level, problem, next } = start(id, base, level0(id))
      const exact = await exactValues(task, level, problem, next, { over: 'states' })
      expect(exact.success[0]).toBeCloseTo(chance ** 3, 6)
    }
  })

  it('peaks the filler at logit 5', () => {
    const { table } = start('easy', 'warm')
    const row = [...table.subarray(0, V)].sort()
    expect(row).toEqual([0, 0, 0, 5])
    expect([...table.subarray(V, 2 * V)]).toEqual([0, 0, 0, 0])
  })

  it('exact credit stands at the forks alone', async () => {
    const { level, problem, next } = start('hard', 'warm')
    const exact = await exactValues(task, level, problem, next, { over: 'states' })
    const credit = advantageOfTokens(
      exact,
      task.reference(level, problem, () => 0.5),
    )
    credit.forEach((advantage, position) => {
      if (forks.includes(position)) expect(advantage).toBeGreaterThan(0)
      else expect(Math.abs(advantage)).toBeLessThan(1e-12)
    })
    const gradient = exactGradient(exact)
    exact.prefixes.forEach((prefix, node) => {
      if (forks.includes(prefix.length)) return
      for (let token = 0; token < V; token++) expect(Math.abs(gradient[node * V + token]!)).toBeLessThan(1e-12)
    })
  })

  it('says which fork is wrong', () => {
    const { level, problem } = start('easy', 'warm')
    const reference = [...task.reference(level, problem, () => 0.5)]
    reference[5] = ((reference[5] ?? 0) + 1) % V
    expect(task.verify(level, problem, reference).note).toMatch(/^Fork 2 of 3 is [A-D], wanted [A-D]\.$/)
    const picture = task.picture(level, problem, reference.slice(0, 7))
    const states = picture.kind === 'cells' ? picture.cells.map(({ state }) => state) : []
    expect(states.slice(0, 8)).toEqual(['free', 'right', 'free', 'free', 'free', 'wrong', 'free', 'open'])
  })
})

/** Another problem than the first, where there are several. */
function level0(id: string): number {
  return levelOf(task, id).pool > 1 ? 37 : 0
}

it('reads the letters at the forks aloud', () => {
  const { level, problem } = start('easy', 'warm')
  const response = Array.from({ length: 16 }, (_, at) => at % 4)
  expect(task.readAs(level, problem, response)).toBe(
    'only the forks count: letter 2 is B, letter 6 is B, letter 10 is B',
  )
  expect(task.readAs(level, problem, response.slice(0, 9))).toMatch(/letter 10 is missing$/)
})
