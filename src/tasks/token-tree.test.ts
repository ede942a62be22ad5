import { describe, expect, it } from 'vitest'
import { exactValues, type NextTokens } from '../core/exact.ts'
import { softmax } from '../core/math.ts'
import { drawWeighted, stream } from '../core/rng.ts'
import type { Level, Problem } from '../core/task.ts'
import { levelOf } from './index.ts'
import task from './token-tree.ts'

const V = 4
const levels = task.levels.map(({ id }) => levelOf(task, id))
const [easy] = levels as [Level]
const openOf = ({ data }: Problem) => (Array.isArray(data.open) ? data.open.length : 0)

const leaves = (depth: number): number[][] =>
  depth === 0 ? [[]] : leaves(depth - 1).flatMap(path => [0, 1, 2, 3].map(letter => [...path, letter]))

function startOf(level: Level, problem: Problem, base: 'warm' | 'strong'): NextTokens {
  const table = task.startLogits?.(level, 0, base) ?? new Float32Array()
  const rowOf = task.rows?.(level).rowOf
  return prefixes =>
    prefixes.flatMap(prefix => {
      const row = rowOf?.(problem, prefix) ?? 0
      return [...softmax(table.subarray(row * V, (row + 1) * V))]
    })
}

describe('token tree', () => {
  it.each(levels.map(level => [level.id, level] as const))(
    '%s: the listed answers are those that brute force finds',
    (_, level) => {
      for (let index = 0; index < (level.maxResponse > 3 ? 4 : 40); index++) {
        const problem = task.problem(level, 0, index)
        const found = leaves(level.maxResponse)
          .map(leaf => task.verify(level, problem, leaf))
          .filter(({ correct }) => correct)
          .map(({ answer }) => answer)
        expect(found).toEqual(task.correctAnswers?.(level, problem))
        expect(found.length).toBe(openOf(problem))
      }
    },
  )

  it('follows the rule of its description by hand', () => {
    const problem: Problem = { index: 0, prompt: [1, 3, 0], text: 'BDA', data: { context: 28, open: [0, 2] } }
    expect(task.correctAnswers?.(easy, problem)).toEqual(['ABA', 'CDC'])
    expect(task.verify(easy, problem, [1, 2, 1]).note).toBe('Way B is blocked for this prompt.')
    expect(task.verify(easy, problem, [0, 1, 1]).note).toBe('Letter 3 is B; the rule asks for A.')
  })

  it('blocks one way in about 60 % of the prompts, every way about equally often', () => {
    const level = levelOf(task, 'hard')
    const problems = Array.from({ length: 2000 }, (_, index) => task.problem(level, 0, index))
    const blocked = [0, 0, 0, 0]
    for (const { data } of problems) {
      const open = Array.isArray(data.open) ? data.open.map(Number) : []
      for (let way = 0; way < V; way++) if (!open.includes(way)) blocked[way]!++
    }
    for (const count of blocked) expect(Math.abs(count / 2000 - 0.15)).toBeLessThan(4 * Math.sqrt((0.15 * 0.85) / 2000))
  })

  it('starts within the band: warm 5-60 %, strong 60-90 %, exactly as base policies are sampled', async () => {
    const means = { warm: 0, strong: 0 }
    for (const base of ['warm', 'strong'] as const) {
      for (let index = 0; index < easy.pool; index++) {
        const problem = task.problem(easy, 0, index)
        const exact = await exactValues(task, easy, problem, startOf(easy, problem, base), { over: 'states' })
        means[base] += exact.success[0]! / easy.pool
      }
    }
    expect(means.warm).toBeGreaterThan(0.05)
    expect(means.warm).toBeLessThan(0.6)
    expect(means.strong).toBeGreaterThan(0.6)
    expect(means.strong).toBeLessThan(0.9)
    const samples = 6000
    let correct = 0
    for (let i = 0; i < samples; i++) {
      const problem = task.problem(easy, 0, i % easy.pool)
      const response = task.demonstrate?.(easy, problem, 'strong', stream(8, i)) ?? []
      correct += task.verify(easy, problem, response).reward
    }
    expect(Math.abs(correct / samples - means.strong)).toBeLessThan(4 * Math.sqrt(0.25 / samples))
  })

  it('exact values over states equal those over prefixes, and sampling agrees', async () => {
    const problem = task.problem(easy, 0, 5)
    const next = startOf(easy, problem, 'warm')
    const states = await exactValues(task, easy, problem, next, { over: 'states' })
    const prefixes = await exactValues(task, easy, problem, next, { over: 'prefixes' })
    expect(states.prefixes.length).toBe(85)
    expect(states.value[0]).toBeCloseTo(prefixes.value[0]!, 12)
    const draw = stream(9, 1)
    let total = 0
    const samples = 8000
    for (let i = 0; i < samples; i++) {
      const response: number[] = []
      while (response.length < 3) response.push(drawWeighted(draw, await next([response])))
      total += task.verify(easy, problem, response).reward
    }
    expect(Math.abs(total / samples - states.value[0]!)).toBeLessThan(4 * Math.sqrt(0.25 / samples))
  })

  it('draws small trees whole and large ones in part', () => {
    const whole = task.picture(easy, task.problem(easy, 0, 0), [])
    expect(whole.kind === 'tree' && whole.nodes.length).toBe(85)
    const hard = levelOf(task, 'hard')
    const problem = task.problem(hard, 0, 0)
    const part = task.picture(hard, problem, task.reference(hard, problem, stream(1, 1)))
    if (part.kind !== 'tree') throw new Error('a tree was asked for')
    expect(part.nodes.length).toBeLessThan(60)
    expect(part.nodes.filter(({ kind }) => kind === 'correct')).toHaveLength(openOf(problem))
  })
})

it('reads a path aloud as moves, beside those that are asked', () => {
  const problem: Problem = { index: 0, prompt: [1, 2, 0], text: 'BCA', data: { context: 0, open: [0] } }
  expect(task.readAs(easy, problem, [3, 0, 3])).toBe('starts at D, moves by 1 to A, moves by 3 to D, asked: by 1, 2')
  expect(task.readAs(easy, problem, [])).toBe('no letter yet')
})
