import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { groupValue, shareOut, signalChance } from './knapsack-rl.math.ts'

const { sizes, observe } = resolveMethod('knapsack-rl').curriculum!.part
const params = paramsOf('knapsack-rl')
const sizesAt = (rates: readonly number[], usual = 8, own = {}) =>
  sizes!(
    rates.map((_, i) => i),
    usual,
    { ...params, ...own },
    { ...context, state: Object.fromEntries(rates.map((rate, i) => [i, { past: [], rate }])) },
  )

describe('Knapsack RL: sizes', () => {
  test('before anything is known, and where all is solved, groups are equal', () => {
    expect(sizes!([3, 4], 5, params, context)).toEqual([5, 5])
    expect(sizesAt([1, 1, 1])).toEqual([8, 8, 8])
  })

  test('what was never solved gets what the solved ones do not need', () => {
    expect(sizesAt([1, 0, 0, 1])).toEqual([2, 14, 14, 2])
  })

  test('hard problems get more than equally distant easy ones', () => {
    const [hard, easy] = sizesAt([0.1, 0.9])
    expect(hard).toBeGreaterThan(easy!)
  })

  test('the budget is used up, and every group has a rollout', () => {
    const rate = fc.constantFrom(0, 0.05, 0.25, 0.5, 0.8, 1, Number.NaN)
    fc.assert(
      fc.property(fc.array(rate, { minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 12 }), (rates, usual) => {
        const got = sizesAt(rates, usual)
        expect(got.reduce((total, size) => total + size, 0)).toBe(rates.length * usual)
        expect(Math.min(...got)).toBeGreaterThanOrEqual(1)
      }),
    )
  })

  test('no other division of the budget is worth more than the optimum', () => {
    const rates = [0.5, 0.1, 0.7]
    const rules = {
      usual: 5,
      least: 1,
      most: 15,
      unsolved: 0,
      solved: 0,
      confidence: 1,
      enoughBy: 'confidence',
      spillTo: 'unsolved',
      first: 'added',
    } as const
    const worth = (given: readonly number[]) => rates.reduce((total, p, i) => total + groupValue(p, given[i]!), 0)
    const best = worth(shareOut(rates, rules))
    for (let a = 1; a <= 13; a++)
      for (let b = 1; a + b < 15; b++) expect(worth([a, b, 15 - a - b])).toBeLessThanOrEqual(best)
  })

  test('one rollout has no signal, and solved or hopeless problems never have', () => {
    for (const [rate, count] of [
      [0.3, 1],
      [0, 9],
      [1, 9],
    ] as const) {
      expect(signalChance(rate, count)).toBeCloseTo(0, 12)
    }
  })
})

describe('Knapsack RL: memory', () => {
  const remembered = (batches: readonly (readonly number[])[]) =>
    batches.reduce<unknown>(
      (state, rewards) => observe!(batchOf([rewards]), [7], { ...params, outcomeMemory: 4 }, { ...context, state }),
      undefined,
    )

  test('small batches are judged together, a large one alone, and it can be stored', () => {
    expect(remembered([[1], [0]])).toEqual({ 7: { past: [1, 0], rate: 0.5 } })
    expect(
      remembered([
        [1, 1],
        [0, 0, 0, 0, 1],
      ]),
    ).toEqual({ 7: { past: [0, 0, 0, 1], rate: 0.2 } })
    const state = remembered([[1, 0]])
    expect(structuredClone(state)).toEqual(state)
  })
})
