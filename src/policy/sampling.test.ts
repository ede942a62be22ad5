import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uniform } from '../core/rng.ts'
import {
  allowedTokens,
  drawToken,
  greedyToken,
  keptMass,
  keptTokens,
  likeliest,
  logProbabilities,
  tokenStatistics,
} from './sampling.ts'

const logits = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 40 })
const distribution = logits.map(z => logProbabilities(z, 1, allowedTokens(z.length)))
const topK = fc.integer({ min: 0, max: 45 })
const topP = fc.float({ min: Math.fround(0.01), max: 1, noNaN: true })
const mass = (logp: Float64Array, ids: readonly number[]) => ids.reduce((sum, id) => sum + Math.exp(logp[id]!), 0)

describe('truncation', () => {
  test('off keeps every token', () => {
    fc.assert(
      fc.property(distribution, logp => {
        expect(keptTokens(logp, { topK: 0, topP: 1 })).toHaveLength(logp.length)
      }),
    )
  })

  test('keeps at most k tokens, none of them less likely than one left out, in ascending order', () => {
    fc.assert(
      fc.property(distribution, topK, topP, (logp, k, p) => {
        const kept = keptTokens(logp, { topK: k, topP: p })
        expect(kept).toEqual([...kept].sort((a, b) => a - b))
        expect(kept.length).toBeGreaterThan(0)
        expect(kept.length).toBeLessThanOrEqual(k || logp.length)
        const left = Array.from(logp.keys()).filter(id => !kept.includes(id))
        const lowest = Math.min(...kept.map(id => logp[id]!))
        for (const id of left) expect(logp[id]).toBeLessThanOrEqual(lowest)
      }),
    )
  })

  test('the nucleus reaches p of the mass that top-k left, and would not without its least likely token', () => {
    fc.assert(
      fc.property(distribution, topK, topP, (logp, k, p) => {
        const whole = mass(logp, keptTokens(logp, { topK: k, topP: 1 }))
        const kept = keptTokens(logp, { topK: k, topP: p })
        expect(mass(logp, kept) / whole).toBeGreaterThanOrEqual(p - 1e-9)
        const ranked = likeliest(logp, logp.length).filter(id => kept.includes(id))
        expect(mass(logp, ranked.slice(0, -1)) / whole).toBeLessThan(p + 1e-9)
      }),
    )
  })

  test('ties go to the lower id', () => {
    const flat = new Float64Array(4).fill(Math.log(0.25))
    expect(keptTokens(flat, { topK: 2, topP: 1 })).toEqual([0, 1])
    expect(keptTokens(flat, { topK: 0, topP: 0.6 })).toEqual([0, 1, 2])
    expect(greedyToken(flat)).toBe(0)
  })

  test('of a known distribution', () => {
    const logp = Float64Array.from([0.1, 0.4, 0.2, 0.3], Math.log)
    expect(keptTokens(logp, { topK: 3, topP: 1 })).toEqual([1, 2, 3])
    expect(keptTokens(logp, { topK: 0, topP: 0.65 })).toEqual([1, 3])
    // Of the three that are left, renormalised, 0.4 / 0.9 is less than 0.5.
    expect(keptTokens(logp, { topK: 3, topP: 0.5 })).toEqual([1, 3])
    expect(keptTokens(logp, { topK: 3, topP: 0.4 })).toEqual([1])
  })
})

describe('kept mass', () => {
  test('is what the draw was renormalised by: the chances of the kept tokens then sum to 1', () => {
    fc.assert(
      fc.property(distribution, topK, topP, (logp, k, p) => {
        const truncation = { topK: k, topP: p }
        const kept = keptTokens(logp, truncation)
        const chances = kept.map(id => Math.exp(logp[id]!) / keptMass(logp, id, truncation))
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6)
      }),
    )
  })

  test('is exactly 1 where nothing is cut, and for a token that was given although it would have been cut', () => {
    const logp = Float64Array.from([0.1, 0.4, 0.2, 0.3], Math.log)
    expect(keptMass(logp, 2, { topK: 0, topP: 1 })).toBe(1)
    expect(keptMass(logp, 2, { topK: 4, topP: 1 })).toBe(1)
    expect(keptMass(logp, 1, { topK: 2, topP: 1 })).toBeCloseTo(0.7, 12)
    expect(keptMass(logp, 0, { topK: 2, topP: 1 })).toBe(1)
  })
})

describe('drawing', () => {
  test('walks the kept tokens in ascending id', () => {
    const logp = Float64Array.from([0.1, 0.4, 0.2, 0.3], Math.log)
    const draws = (truncation: { topK: number; topP: number }, ...uniforms: number[]) =>
      uniforms.map(u => drawToken(logp, u, truncation))
    expect(draws({ topK: 0, topP: 1 }, 0.05, 0.15, 0.49, 0.51, 0.69, 0.71, 0.999)).toEqual([0, 1, 1, 2, 2, 3, 3])
    // Kept: 1 and 3, with 4/7 and 3/7.
    expect(draws({ topK: 2, topP: 1 }, 0.001, 0.57, 0.58, 0.999)).toEqual([1, 1, 3, 3])
  })

  test('always lands on a kept token that has probability', () => {
    const draw = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(distribution, topK, topP, draw, (logp, k, p, u) => {
        const token = drawToken(logp, u, { topK: k, topP: p })
        expect(keptTokens(logp, { topK: k, topP: p })).toContain(token)
        expect(Math.exp(logp[token]!)).toBeGreaterThan(0)
      }),
    )
  })

  test('frequencies are the probabilities', () => {
    const logp = logProbabilities([0.3, -1, 2, 0.5, 1.1], 0.8, allowedTokens(5, [3]))
    const count = 20_000
    const seen = new Float64Array(5)
    for (let i = 0; i < count; i++) seen[drawToken(logp, uniform(7, i), { topK: 0, topP: 1 })]! += 1 / count
    logp.forEach((value, id) => {
      const p = Math.exp(value)
      // Five standard errors.
      expect(Math.abs(seen[id]! - p)).toBeLessThanOrEqual(5 * Math.sqrt((p * (1 - p)) / count))
    })
    expect(seen[3]).toBe(0)
  })
})

describe('statistics', () => {
  test('of a known distribution', () => {
    const s = tokenStatistics(Float64Array.from([0.5, 0.25, 0.25], Math.log), 1, allowedTokens(3))
    expect(s.logp).toBeCloseTo(Math.log(0.25), 12)
    expect(s.entropy).toBeCloseTo(1.5 * Math.LN2, 12)
    expect(s.collision).toBeCloseTo(0.375, 12)
    expect(s.meanLogp).toBeCloseTo((-5 / 3) * Math.LN2, 12)
  })

  test('a forbidden token changes nothing but the list of tokens', () => {
    fc.assert(
      fc.property(logits, fc.float({ min: Math.fround(0.1), max: 2, noNaN: true }), (z, temperature) => {
        const without = tokenStatistics(
          logProbabilities(z, temperature, allowedTokens(z.length)),
          0,
          allowedTokens(z.length),
        )
        const allowed = allowedTokens(z.length + 1, [z.length])
        const withOne = tokenStatistics(logProbabilities([...z, 50], temperature, allowed), 0, allowed)
        for (const key of ['logp', 'entropy', 'meanLogp', 'collision'] as const) {
          expect(withOne[key]).toBeCloseTo(without[key], 9)
        }
      }),
    )
  })

  test('a forced forbidden token has a finite log-probability', () => {
    const allowed = allowedTokens(3, [2])
    const logp = logProbabilities([1, 2, 3], 1, allowed)
    expect(Math.exp(logp[2]!)).toBe(0)
    expect(tokenStatistics(logp, 2, allowed).logp).toBeLessThan(-9000)
  })
})
