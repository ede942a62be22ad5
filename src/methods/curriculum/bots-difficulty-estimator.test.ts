import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { batchOf, context, paramsOf, poolOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { anchorsOf, expected, fresh, informed, picked } from './bots-difficulty-estimator.math.ts'

const { choose, observe } = resolveMethod('bots-difficulty-estimator').curriculum!.part
const params = paramsOf('bots-difficulty-estimator')
const pool = poolOf(6, ['1', '2', '3', '4', '5', '6'])
const anchors = anchorsOf(pool, 0.4, 0.95)
const rules = { rollouts: 8, forget: 0.2, abilityMemory: 0.9, adaptive: true }

describe('BOTS', () => {
  test('what was never asked moves with what was, and harder sources are expected to be harder', () => {
    const rates = expected(informed(fresh(6, 0.2), anchors, new Map([[1, 0.6]]), rules))
    expect(new Set(rates).size).toBe(6)
    const unasked = rates.filter((_, problem) => problem !== 1)
    expect(unasked).toEqual([...unasked].sort((a, b) => b - a))
  })

  test('without guesses and forgetting it counts', () => {
    const { alpha, beta } = informed(fresh(6, 0), anchors, new Map([[2, 0.25]]), { ...rules, forget: 0 })
    expect(alpha).toEqual([1, 1, 3, 1, 1, 1])
    expect(beta).toEqual([1, 1, 7, 1, 1, 1])
  })

  test('guesses that err much are trusted half as much, where that is wanted', () => {
    const measured = new Map([
      [0, 0],
      [5, 1],
    ])
    expect(informed(fresh(6, 0.4), anchors, measured, rules).guessShare).toBe(0.2)
    expect(informed(fresh(6, 0.4), anchors, measured, { ...rules, adaptive: false }).guessShare).toBe(0.4)
  })

  test('picks the best, or draws different ones of which the best are likeliest', () => {
    expect(picked([-0.3, -0.1, -0.1, -0.5], 2, 0, () => 0)).toEqual([1, 2])
    const seen: (readonly number[])[] = []
    const all = picked([-1, 0], 5, 1, weights => {
      seen.push(weights)
      return 0
    })
    expect(all).toEqual([1, 0])
    expect(seen[0]).toEqual([1, Math.exp(-1)])
  })

  test('the part asks near the wanted rate and learns from what came out', () => {
    const at = (state?: unknown) => ({ ...context, draw: stream(seedFrom('1')), state })
    const { choices, state } = choose!(pool, 2, { ...params, selectionTemperature: 0 }, at())
    expect(choices.map(({ problem }) => problem)).toEqual([0, 1])
    const batch = batchOf([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ])
    const next = observe!(batch, [0, 1], params, at(state))
    expect(structuredClone(next)).toEqual(next)
    const then = choose!(pool, 1, { ...params, selectionTemperature: 0 }, at(next))
    expect(then.choices[0]?.problem).toBeGreaterThan(1)
  })
})
