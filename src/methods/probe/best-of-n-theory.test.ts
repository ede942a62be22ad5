import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sum } from '../../core/math.ts'
import { batchOf, context, everyColumn, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { bestOfN, divergence, expected, mostDivergence } from './best-of-n-theory.math.ts'

const parts = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 4,
})
const worldOf = (list: readonly (readonly [number, number])[]) => {
  const total = sum(list.map(([part]) => part))
  return { pi: list.map(([part]) => part / total), score: list.map(([, score]) => score) }
}

/** How often each answer is the first of the highest-scored, over all sequences of n. */
function enumerated(pi: readonly number[], score: readonly number[], n: number): number[] {
  const chance = pi.map(() => 0)
  const walk = (left: number, best: number, p: number): void => {
    if (left === 0) chance[best]! += p
    else for (const [y, own] of pi.entries()) walk(left - 1, best < 0 || score[y]! > score[best]! ? y : best, p * own)
  }
  walk(n, -1, 1)
  return chance
}

describe('best of n', () => {
  test('is what going through all draws gives, the first of equals winning', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 5 }), (list, n) => {
        const { pi, score } = worldOf(list)
        const want = enumerated(pi, score, n)
        bestOfN(pi, score, n).forEach((chance, y) => {
          expect(chance).toBeCloseTo(want[y]!, 10)
        })
      }),
      { numRuns: 80 },
    )
  })

  test('of one is the policy; the score never falls with n, and the divergence stays within its bound', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 40 }), (list, n) => {
        const { pi, score } = worldOf(list)
        expect(divergence(bestOfN(pi, score, 1), pi)).toBeCloseTo(0, 10)
        const [few, more] = [n, n + 1].map(count => expected(bestOfN(pi, score, count), score))
        expect(more!).toBeGreaterThanOrEqual(few! - 1e-12)
        expect(divergence(bestOfN(pi, score, n), pi)).toBeLessThanOrEqual(mostDivergence(n) + 1e-12)
      }),
    )
  })
})

test('where the judge’s favourite is a fake, its score rises and the truth falls', () => {
  const plain = everyColumn(batchOf([[1, 1, 1, 0]], 1))
  const batch = { ...plain, correct: plain.reward, judgement: Float32Array.of(0.5, 0.6, 0.7, 0.9) }
  const part = resolveMethod('best-of-n-theory').probe!.part
  const { metrics, explain } = part.compute('test', batch, paramsOf('best-of-n-theory'), context)
  expect(metrics['right@1']).toBe(0.75)
  expect(metrics['right@4']!).toBeLessThan(metrics['right@2']!)
  expect(metrics['judged@4']!).toBeGreaterThan(metrics['judged@2']!)
  const values = [...explain!.picked!.values]
  expect(sum(values)).toBeCloseTo(1, 6)
  expect(values[3]).toBe(Math.max(...values))
})
