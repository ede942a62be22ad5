import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  drawBeta,
  drawInteger,
  drawNormal,
  drawWeighted,
  hash,
  permuted,
  purpose,
  seedFrom,
  shuffled,
  stream,
  uniform,
} from './rng.ts'

/** mmh3 5.3.1 for Python: mmh3.hash(struct.pack('<I', word) for each word, seed, signed=False). */
const vectors: readonly (readonly [seed: number, key: readonly number[], hash: number])[] = [
  [0, [], 0],
  [1, [], 1364076727],
  [0, [0], 593689054],
  [1, [1, 2, 3], 887376393],
  [42, [4294967295, 7], 1507294713],
  [2538058380, [1, 2, 3, 4, 5], 107951754],
  [123456789, [2, 0, 300, 7, 19], 2103032541],
  [7, [2147483648, 4294967294], 1956673374],
]

describe('hash', () => {
  it.each(vectors)('is MurmurHash3 x86_32: seed %i, key %j', (seed, key, wanted) => {
    expect(hash(seed, key)).toBe(wanted)
  })
  it('takes key words modulo 2^32', () => {
    expect(hash(3, [-1])).toBe(hash(3, [2 ** 32 - 1]))
  })
})

describe('uniform', () => {
  const draws = Array.from({ length: 50_000 }, (_, i) => uniform(11, purpose.sample, i))

  it('lies strictly inside (0, 1) and is exact in float32', () => {
    expect(Math.min(...draws.slice(0, 10_000))).toBeGreaterThan(0)
    expect(Math.max(...draws.slice(0, 10_000))).toBeLessThan(1)
    expect(draws.every(value => Math.fround(value) === value)).toBe(true)
  })
  it('fills sixteen bins evenly (chi-square below its 99.9 % point)', () => {
    const bins = new Array<number>(16).fill(0)
    for (const value of draws) bins[Math.floor(value * 16)]!++
    const wanted = draws.length / 16
    const chiSquare = bins.reduce((total, count) => total + (count - wanted) ** 2 / wanted, 0)
    expect(chiSquare).toBeLessThan(37.7)
  })
  it('does not correlate neighbouring keys', () => {
    const product = draws.slice(1).reduce((total, value, i) => total + (value - 0.5) * (draws[i]! - 0.5), 0)
    // Standard deviation of one product is 1/12.
    expect(Math.abs(product / Math.sqrt(draws.length))).toBeLessThan(4 / 12)
  })
  it('depends on every word of the key, and on nothing else', () => {
    expect(uniform(1, 2, 3)).toBe(uniform(1, 2, 3))
    expect(new Set([uniform(1, 2, 3), uniform(1, 3, 2), uniform(2, 2, 3), uniform(1, 2, 3, 0)]).size).toBe(4)
  })
})

describe('draws', () => {
  it('a stream repeats under the same key', () => {
    const [a, b] = [stream(5, 1), stream(5, 1)]
    expect(Array.from({ length: 20 }, a)).toEqual(Array.from({ length: 20 }, b))
  })
  it('integers stay in range and reach every value', () => {
    const draw = stream(5, 2)
    const seen = new Set(Array.from({ length: 500 }, () => drawInteger(draw, 7)))
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(drawInteger(() => 1, 7)).toBe(6)
  })
  it('normal numbers have mean 0 and variance 1', () => {
    const draw = stream(5, 3)
    const values = Array.from({ length: 20_000 }, () => drawNormal(draw))
    const centre = values.reduce((total, value) => total + value, 0) / values.length
    const variance = values.reduce((total, value) => total + (value - centre) ** 2, 0) / values.length
    expect(Math.abs(centre)).toBeLessThan(4 / Math.sqrt(values.length))
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / values.length))
  })
  it('weighted indices come as often as their weights say, and never where the weight is 0', () => {
    const draw = stream(5, 4)
    const counts = [0, 0, 0, 0]
    for (let i = 0; i < 20_000; i++) counts[drawWeighted(draw, [1, 0, 3, 4])]!++
    expect(counts[1]).toBe(0)
    ;[1 / 8, 0, 3 / 8, 1 / 2].forEach((share, i) => {
      expect(Math.abs(counts[i]! / 20_000 - share)).toBeLessThan(4 * Math.sqrt(0.25 / 20_000))
    })
  })
  it('shuffling keeps the items, leaves the input alone, and reaches all orders', () => {
    const draw = stream(5, 5)
    const items = [1, 2, 3]
    const orders = new Set(Array.from({ length: 300 }, () => shuffled(items, draw).join('')))
    expect(items).toEqual([1, 2, 3])
    expect([...orders].sort()).toEqual(['123', '132', '213', '231', '312', '321'])
  })
})

describe('permuted', () => {
  it('is a permutation for every size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(), (count, seed) => {
        const images = new Set(Array.from({ length: count }, (_, i) => permuted(i, count, seed, 3)))
        return images.size === count && Math.min(...images) === 0 && Math.max(...images) === count - 1
      }),
      { numRuns: 60 },
    )
  })
  it('depends on seed and key', () => {
    const order = (seed: number, key: number) => Array.from({ length: 64 }, (_, i) => permuted(i, 64, seed, key)).join()
    expect(new Set([order(1, 1), order(2, 1), order(1, 2)]).size).toBe(3)
  })
  it('sends a place to all others about equally often', () => {
    const counts = new Array<number>(10).fill(0)
    for (let seed = 0; seed < 5000; seed++) counts[permuted(0, 10, seed)]!++
    const chiSquare = counts.reduce((total, count) => total + (count - 500) ** 2 / 500, 0)
    expect(chiSquare).toBeLessThan(27.9)
  })
})

describe('seedFrom', () => {
  it('numbers below 2^32 stand for themselves, words for a hash', () => {
    expect(seedFrom('0')).toBe(0)
    expect(seedFrom('4294967295')).toBe(4294967295)
    expect(seedFrom('4294967296')).not.toBe(0)
    expect(seedFrom('maple')).toBe(seedFrom('maple'))
    expect(seedFrom('maple')).not.toBe(seedFrom('maples'))
  })
})

it('beta numbers have their mean and variance, shapes below 1 too', () => {
  for (const [alpha, beta] of [
    [1, 1],
    [0.5, 2],
    [6, 3],
  ] as const) {
    const draw = stream(11, alpha)
    const drawn = Array.from({ length: 20_000 }, () => drawBeta(draw, alpha, beta))
    const middle = drawn.reduce((total, x) => total + x, 0) / drawn.length
    const spread = drawn.reduce((total, x) => total + (x - middle) ** 2, 0) / drawn.length
    expect(middle).toBeCloseTo(alpha / (alpha + beta), 2)
    expect(spread).toBeCloseTo((alpha * beta) / ((alpha + beta) ** 2 * (alpha + beta + 1)), 2)
    expect(Math.min(...drawn)).toBeGreaterThan(0)
    expect(Math.max(...drawn)).toBeLessThan(1)
  }
})
