import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { elected } from '../../core/formulas/votes.ts'
import { sum } from '../../core/math.ts'
import { context, everyColumn, batchOf as grouped, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { anyOfK, difficulty, majAtK, quantiles } from './pass-maj-at-k.math.ts'

/** Every sequence of k answers, the last index being one that could not be read. */
const sequences = (answers: number, k: number): number[][] =>
  k === 0
    ? [[]]
    : sequences(answers, k - 1).flatMap(before => Array.from({ length: answers }, (_, a) => [...before, a]))

const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 })

describe('maj@k', () => {
  test('is what going through all sequences gives, the first seen winning a tie, and what cannot be read not voting', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 5 }), (parts, k) => {
        const p = parts.map(part => part / sum(parts))
        const [silent, share] = [p.length - 1, p.slice(0, -1)]
        const right = share.map((_, a) => a === 0)
        const won = sequences(p.length, k).map(said => {
          const { vote } = elected(said.map(a => (a === silent ? '' : String(a))))
          return vote === '0' ? said.reduce((chance, a) => chance * p[a]!, 1) : 0
        })
        expect(majAtK({ share, right }, k)).toBeCloseTo(sum(won), 10)
      }),
      { numRuns: 60 },
    )
  })

  test('is pass@1 for one vote and for two, and never above the chance that any is right', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 8 }), (parts, k) => {
        const share = parts.map(part => part / sum(parts))
        const votes = { share, right: share.map((_, a) => a % 2 === 0) }
        for (const few of [1, 2]) expect(majAtK(votes, few)).toBeCloseTo(anyOfK(votes, 1), 10)
        expect(majAtK(votes, k)).toBeLessThanOrEqual(anyOfK(votes, k) + 1e-12)
      }),
    )
  })

  test('goes to 1 with k where the right answer leads, and to 0 where another does', () => {
    const at = (first: number, k: number) => majAtK({ share: [first, 1 - first], right: [true, false] }, k)
    expect(at(0.6, 63)).toBeGreaterThan(0.9)
    expect(at(0.4, 63)).toBeLessThan(0.1)
  })
})

describe('how hard a problem is', () => {
  test('goes by fifths of the pass rates, an edge counting as easier', () => {
    const rates = [0, 0.25, 0.5, 0.75, 1]
    const edges = quantiles(rates, 5)
    expect(edges).toEqual([0.2, 0.4, 0.6, 0.8])
    expect(rates.map(rate => difficulty(rate, edges))).toEqual([5, 4, 3, 2, 1])
    expect(difficulty(0.2, edges)).toBe(4)
  })
})

test('counts groups: pass@k rises and maj@k falls where a wrong answer leads', () => {
  const batch = {
    ...everyColumn(grouped([[1, 0, 0, 0, 1, 0, 0, 0]], 1)),
    answer: ['7', '3', '3', '3', '7', '3', '4', ''],
  }
  const part = resolveMethod('pass-maj-at-k').probe!.part
  const { metrics } = part.compute('test', { ...batch, correct: batch.reward }, paramsOf('pass-maj-at-k'), context)
  expect(Object.keys(metrics).sort()).toEqual(
    ['maj@1', 'maj@2', 'maj@4', 'maj@8', 'modeRight', 'pass@1', 'pass@2', 'pass@4', 'pass@8'].sort(),
  )
  expect(metrics['pass@1']).toBe(0.25)
  expect(metrics['maj@1']).toBeCloseTo(0.25, 6)
  expect(metrics['pass@8']).toBe(1)
  expect(metrics['maj@8']!).toBeLessThan(metrics['maj@4']!)
  expect(metrics.modeRight).toBe(0)
})
