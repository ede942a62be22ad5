import { describe, expect, it } from 'vitest'
import { softmax } from '../core/math.ts'
import type { Base } from '../core/task.ts'
import bandit from './bandit.ts'
import { levelOf } from './index.ts'

const V = bandit.vocabulary.length

/** Probability that the base policy pulls a right arm, per context. */
function startShares(id: string, base: Base): number[] {
  const level = levelOf(bandit, id)
  const table = bandit.startLogits?.(level, 0, base) ?? new Float32Array()
  const rowOf = bandit.rows?.(level).rowOf
  return Array.from({ length: level.pool }, (_, index) => {
    const problem = bandit.problem(level, 0, index)
    const row = rowOf?.(problem, []) ?? 0
    const right = new Set(bandit.correctAnswers?.(level, problem))
    return softmax(table.subarray(row * V, (row + 1) * V)).reduce(
      (total, p, arm) => total + (right.has(bandit.vocabulary[arm] ?? '') ? p : 0),
      0,
    )
  })
}

describe('bandit', () => {
  it.each([
    ['easy', 6],
    ['medium', 1],
    ['graded', 1],
  ])('%s: pulling all sixteen levers finds the %i right ones', (id, count) => {
    const level = levelOf(bandit, id)
    for (let index = 0; index < level.pool; index++) {
      const problem = bandit.problem(level, 0, index)
      const verdicts = bandit.vocabulary.map((_, arm) => bandit.verify(level, problem, [arm]))
      const right = verdicts.filter(({ correct }) => correct)
      expect(right).toHaveLength(count)
      expect(right.map(({ answer }) => answer)).toEqual(bandit.correctAnswers?.(level, problem))
      expect(Math.max(...verdicts.map(({ reward }) => reward))).toBe(1)
    }
  })
  it('starts at the stated success in every context', () => {
    for (const share of startShares('easy', 'warm')) expect(share).toBeCloseTo(0.4, 5)
    for (const share of startShares('easy', 'strong')) expect(share).toBeCloseTo(0.9, 5)
    for (const share of startShares('medium', 'warm')) expect(share).toBeCloseTo(0.06, 5)
    for (const share of startShares('graded', 'warm')) expect(share).toBeCloseTo(1 / 16, 5)
  })
  it('pulls nothing unless the response is one lever', () => {
    const level = levelOf(bandit, 'easy')
    const problem = bandit.problem(level, 0, 3)
    const [right] = bandit.reference(level, problem, () => 0)
    expect(bandit.verify(level, problem, []).reward).toBe(0)
    expect(bandit.verify(level, problem, [right ?? 0, right ?? 0]).reward).toBe(0)
    expect(bandit.verify(level, problem, [99])).toMatchObject({ reward: 0, answer: '' })
  })
})

it('reads a response aloud', () => {
  const level = levelOf(bandit, 'easy')
  expect(bandit.readAs(level, bandit.problem(level, 0, 0), [3])).toBe('pulls lever D')
})
