import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { batchOf, context, paramsOf, poolOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { chosen, updated } from './mopps.math.ts'

const { choose, observe } = resolveMethod('mopps').curriculum!.part
const params = paramsOf('mopps')
const prior = { alpha: 1, beta: 1 }
const at = (state?: unknown) => ({ ...context, draw: stream(seedFrom('1')), state })

describe('MoPPS', () => {
  test('asks what is about half solved before what is surely solved or hopeless', () => {
    const sure = { alpha: 400, beta: 2 }
    const hopeless = { alpha: 2, beta: 400 }
    const state = { 0: sure, 1: hopeless, 2: { alpha: 200, beta: 200 }, 3: sure, 4: { alpha: 210, beta: 200 } }
    const { choices } = choose!(poolOf(5), 2, params, at(state))
    expect(new Set(choices.map(({ problem }) => problem))).toEqual(new Set([2, 4]))
  })

  test('different problems as long as there are enough, and as many as wanted in any case', () => {
    const problems = choose!(poolOf(20), 8, params, at()).choices.map(({ problem }) => problem)
    expect(new Set(problems).size).toBe(8)
    expect(choose!(poolOf(2), 5, params, at()).choices).toHaveLength(5)
  })

  test('counts outcomes of what was asked and leaves the rest as it was', () => {
    const batch = batchOf([
      [1, 0, 1, 1],
      [0, 0, 0, 0],
    ])
    const state = observe!(batch, [3, 5], { ...params, memory: 0.5 }, at({ 3: { alpha: 5, beta: 1 }, 9: prior }))
    expect(state).toEqual({ 3: { alpha: 6, beta: 2 }, 5: { alpha: 1, beta: 5 }, 9: prior })
    expect(structuredClone(state)).toEqual(state)
  })

  test('without forgetting the counts are prior and rollouts; with it they settle at prior + solved / (1 - λ)', () => {
    let [all, fading] = [prior, prior]
    for (let k = 0; k < 60; k++) {
      all = updated(all, prior, 1, 2, 6)
      fading = updated(fading, prior, 0.5, 2, 6)
    }
    expect(all.alpha + all.beta).toBe(2 + 60 * 8)
    expect(fading.alpha).toBeCloseTo(1 + 2 / 0.5, 9)
    expect(fading.beta).toBeCloseTo(1 + 6 / 0.5, 9)
  })

  test('by interval: some of those inside, and where they are too few the nearest to its edges', () => {
    const wish = { by: 'interval', target: 0.5, low: 0.3, high: 0.7 } as const
    const draw = stream(seedFrom('3'))
    expect(chosen([0.1, 0.5, 0.75, 0.9], 2, wish, draw)).toEqual([1, 2])
    for (const place of chosen([0.4, 0.1, 0.5, 0.6, 0.95], 2, wish, draw)) expect([0, 2, 3]).toContain(place)
  })
})
