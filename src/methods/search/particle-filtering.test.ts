import { describe, expect, test } from 'vitest'
import { mean } from '../../core/math.ts'
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

  test('estimates without bias what a judge pays on the way: the mean of products of mean odds', async () => {
    // Two letters, two steps: the expectation of the product of the odds along a word, by going through all words.
    const small = { length: 2, letters: 2 }
    const judge = (prefix: readonly number[]) => [0.5, 0.8, 0.3][prefix.length === 1 ? prefix[0]! : 2]!
    const odds = (prefix: readonly number[]) => judge(prefix) / (1 - judge(prefix))
    const exact = mean([0, 1].map(letter => odds([letter])))
    const estimates = await Promise.all(
      Array.from({ length: 400 }, async (_, seed) => {
        const { rounds } = await filtered(wordsHandle({ ...small, judge, seed }), settings, stream(seed, 3))
        return mean(rounds[0]!.paths.map(({ tokens }) => odds(tokens)))
      }),
    )
    expect(mean(estimates)).toBeCloseTo(exact, 0)
    expect(Math.abs(mean(estimates) - exact)).toBeLessThan(0.2)
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
