import { describe, expect, test } from 'vitest'
import { mean, std } from '../../core/math.ts'
import { stream } from '../../core/rng.ts'
import { chanceOfZeros, foundBy, wordsHandle } from '../search-fixture.ts'
import { annealed, filtered, gibbs, weightsOf } from './particle-filtering.math.ts'

const words = { length: 4, letters: 2 }
const truth = chanceOfZeros(words)
const settings = {
  particles: 4,
  stepTokens: 1,
  maxSteps: 40,
  temperatureAt: () => 1,
  finished: 'stay',
} as const

describe('weights', () => {
  test('are the odds: equal scores weigh the same, a hot filter prefers nobody, a cold one copies the best', () => {
    expect([...weightsOf([0.3, 0.3], 1)]).toEqual([0.5, 0.5])
    expect(weightsOf([0.9, 0.1], 1e6)[0]).toBeCloseTo(0.5, 4)
    expect(weightsOf([0.9, 0.8], 0.01)[0]).toBeCloseTo(1, 10)
    expect(weightsOf([0.8, 0.5], 1)[0]).toBeCloseTo(4 / 5, 10)
  })

  test('annealing goes in a straight line, and stays at its end', () => {
    const span = { from: 3, to: 1, total: 3 }
    expect([0, 1, 2, 9].map(step => annealed(step, span))).toEqual([3, 2, 1, 1])
    expect(annealed(0, { ...span, total: 1 })).toBe(1)
  })
})

describe('the filter', () => {
  test('with one particle is plain sampling: the same word as drawn in one go', async () => {
    const handle = wordsHandle({ ...words, judge: truth })
    const [whole] = await handle.advance([{ prefix: [], rollout: 0 }], Number.POSITIVE_INFINITY)
    const { candidates } = await foundBy('particle-filtering', { ...words, judge: truth }, 1)
    expect(candidates).toEqual([whole!.tokens])
  })

  test('finds what it looks for more often than sampling', async () => {
    const shares = await Promise.all(
      Array.from({ length: 200 }, async (_, seed) => {
        const { candidates } = await foundBy('particle-filtering', { ...words, judge: truth, seed }, 4)
        return mean(candidates.map(word => (word.every(letter => letter === 0) ? 1 : 0)))
      }),
    )
    expect(mean(shares)).toBeGreaterThan(0.3)
  })

  test('estimates without bias: its weights times what is found, against all words', async () => {
    // Aims at the writer times the product of the odds on the way; asked is how often the last letter is 0 under that.
    const small = { length: 3, letters: 2 }
    const judge = (prefix: readonly number[]) =>
      [0.35, 0.6, 0.45, 0.7, 0.3, 0.5][prefix.reduce((n, x) => n + x, 0) + prefix.length - 1]!
    const odds = (prefix: readonly number[]) => judge(prefix) / (1 - judge(prefix))
    const endsRight = (word: readonly number[]) => (word[2] === 0 ? 1 : 0)
    const all = Array.from({ length: 8 }, (_, n) => [n >> 2, (n >> 1) & 1, n & 1])
    const exact = mean(all.map(word => odds(word.slice(0, 1)) * odds(word.slice(0, 2)) * odds(word) * endsRight(word)))
    const estimates = await Promise.all(
      Array.from({ length: 4000 }, async (_, seed) => {
        const { rounds, paths } = await filtered(wordsHandle({ ...small, judge, seed }), settings, stream(seed, 3))
        const before = rounds.reduce(
          (product, round) => product * mean(round.paths.map(({ tokens }) => odds(tokens))),
          1,
        )
        return before * mean(paths.map(({ tokens }) => odds(tokens) * endsRight(tokens)))
      }),
    )
    const error = std(estimates, 1) / Math.sqrt(estimates.length)
    expect(Math.abs(mean(estimates) - exact)).toBeLessThan(3 * error)
    expect(error).toBeLessThan(0.02 * exact)
  })

  test('never loses the particle that a later pass runs around', async () => {
    const handle = wordsHandle({ ...words, judge: truth })
    const right = { tokens: [0, 0, 0, 0], scores: [0.125, 0.25, 0.5, 0.99], ends: [1, 2, 3, 4] }
    const { paths, rounds } = await filtered(handle, { ...settings, reference: right }, stream(1))
    expect(paths.at(-1)).toEqual(right)
    expect(rounds.every(({ paths: grown, weights }) => grown.length === 3 && weights.length === 4)).toBe(true)
    expect((await gibbs(handle, settings, 3, stream(1))).paths).toHaveLength(4)
  })

  test('costs a token and a judgement per particle and step', async () => {
    const { drawn, judged } = await foundBy('particle-filtering', { ...words, judge: truth }, 8)
    expect([drawn, judged]).toEqual([8 * 4, 8 * 4])
  })
})
