import { expect, test } from 'vitest'
import { softmax } from '../core/math.ts'
import chain from './combination-chain.ts'
import { levelOf } from './index.ts'

const level = levelOf(chain, 'hard')
const [off, on, end] = [0, 1, 2]
const problems = Array.from({ length: level.pool }, (_, index) => chain.problem(level, 5, index))

test('the pool has one chain of every length, each a source of its own', () => {
  const sources = chain.sources!(level)
  expect(problems.map(sources.of).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, k) => k))
  expect(sources.names[0]).toBe('1 switch')
  for (const problem of problems) expect(problem.text).toBe(`${sources.names[sources.of(problem)]} on`)
})

test('pays for the whole chain only, and for stopping where it ends', () => {
  const three = problems.find(({ data }) => data.wanted === 3)!
  const paid = (response: number[]) => chain.verify(level, three, response).reward
  expect(paid([on, on, on, end])).toBe(1)
  for (const wrong of [[on, on, off, end], [off, on, on, end], [on, on, end], [on, on, on, on, end], [on, on, on], []])
    expect(paid(wrong), wrong.join()).toBe(0)
  expect(chain.verify(level, three, [on, off, on, end]).note).toBe('Switch 2 is off.')
})

test('the start solves a chain as often as its first decisions go right: long ones never', () => {
  const table = chain.startLogits!(level, 0, 'warm')
  const { rowOf } = chain.rows!(level)
  const chances = problems.map(problem => {
    const right = chain.reference(level, problem, () => 0)
    return right.reduce((p, token, t) => {
      const row = rowOf(problem, right.slice(0, t))
      return p * softmax(table.subarray(3 * row, 3 * row + 3))[token]!
    }, 1)
  })
  const q = 1 / (1 + Math.exp(0.5))
  problems.forEach(({ data }, i) => {
    expect(chances[i]! / q ** Number(data.wanted)).toBeCloseTo(1, 5)
  })
})

test('all chains share their decisions, and nothing after the end depends on them', () => {
  const { rowOf, count } = chain.rows!(level)
  for (const problem of problems) {
    const k = Number(problem.data.wanted)
    for (let t = 0; t <= 12; t++) expect(rowOf(problem, new Array<number>(t).fill(on))).toBe(t < k ? t : count - 1)
  }
})

test('is read aloud', () => {
  expect(chain.readAs(level, problems[0]!, [on, off, end])).toBe('switch 1 on, switch 2 off, stops')
})
