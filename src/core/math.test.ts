import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  correlation,
  entropy,
  logSoftmax,
  logSumExp,
  mean,
  median,
  passAtK,
  quantile,
  ranks,
  softmax,
  std,
  sum,
  variance,
} from './math.ts'

const numbers = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 })

describe('moments', () => {
  it('take the denominator that is asked for', () => {
    expect(sum([1, 2, 3, 4])).toBe(10)
    expect(mean([1, 2, 3, 4])).toBe(2.5)
    expect(variance([1, 2, 3, 4], 0)).toBe(1.25)
    expect(variance([1, 2, 3, 4], 1)).toBeCloseTo(5 / 3, 12)
    expect(std([0, 0, 1, 1], 0)).toBe(0.5)
  })
  it('are NaN where nothing can be said', () => {
    expect(mean([])).toBeNaN()
    expect(variance([3], 1)).toBeNaN()
    expect(variance([3], 0)).toBe(0)
  })
})

describe('log space', () => {
  it('survives large logits', () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 9)
    expect([...softmax([1000, 0])]).toEqual([1, 0])
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY)
  })
  it('softmax sums to 1, and does not notice a shift', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: -30, max: 30, noNaN: true }), (logits, shift) => {
        const [p, q] = [softmax(logits), softmax(logits.map(z => z + shift))]
        expect(sum(p)).toBeCloseTo(1, 10)
        p.forEach((value, i) => {
          expect(q[i]!).toBeCloseTo(value, 10)
        })
      }),
    )
  })
  it('a forbidden token has log-probability minus infinity and adds nothing to the entropy', () => {
    const row = logSoftmax([0, Number.NEGATIVE_INFINITY, 0])
    expect(row[1]).toBe(Number.NEGATIVE_INFINITY)
    expect(entropy(row.map(Math.exp))).toBeCloseTo(Math.LN2, 12)
  })
  it('entropy lies between 0 and log n, which the uniform row reaches', () => {
    fc.assert(
      fc.property(numbers, logits => {
        const h = entropy(softmax(logits))
        expect(h).toBeGreaterThanOrEqual(-1e-12)
        expect(h).toBeLessThanOrEqual(Math.log(logits.length) + 1e-9)
      }),
    )
    expect(entropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4), 12)
  })
})

describe('order', () => {
  it('quantiles interpolate linearly, as numpy.quantile does', () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75)
    expect(quantile([4, 1, 3, 2], 1)).toBe(4)
    expect(quantile([7], 0.3)).toBe(7)
    expect(median([1, 9, 2])).toBe(2)
    expect(quantile([], 0.5)).toBeNaN()
  })
  it('ties share their mean rank', () => {
    expect([...ranks([10, 20, 10, 30])]).toEqual([1.5, 3, 1.5, 4])
    expect([...ranks([5, 5, 5])]).toEqual([2, 2, 2])
  })
  it('ranks sum to n (n + 1) / 2', () => {
    fc.assert(fc.property(numbers, values => sum(ranks(values)) === (values.length * (values.length + 1)) / 2))
  })
  it('correlation is 1 for a rising line, -1 for a falling one, NaN for a constant', () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12)
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
    expect(correlation([1, 2, 3], [1, 1, 1])).toBeNaN()
  })
})

describe('pass@k', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)

  it('is 1 - C(n-c, k) / C(n, k)', () => {
    for (const [n, c, k] of [
      [16, 3, 4],
      [8, 1, 8],
      [10, 0, 5],
      [10, 9, 1],
      [64, 2, 32],
    ] as const) {
      const wanted = n - c < k ? 1 : 1 - choose(n - c, k) / choose(n, k)
      expect(passAtK(n, c, k)).toBeCloseTo(wanted, 10)
    }
  })
  it('is the pass rate at k = 1 and never falls with k', () => {
    expect(passAtK(16, 4, 1)).toBeCloseTo(0.25, 12)
    for (let k = 2; k <= 16; k++) expect(passAtK(16, 4, k)).toBeGreaterThanOrEqual(passAtK(16, 4, k - 1) - 1e-12)
  })
  it('is unknown beyond the samples', () => {
    expect(passAtK(8, 4, 9)).toBeNaN()
  })
})
