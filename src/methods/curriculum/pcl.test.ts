import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { batchOf, context, paramsOf, poolOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { regression } from './pcl.math.ts'

const { choose, observe } = resolveMethod('pcl').curriculum!.part
const params = paramsOf('pcl')
const at = (state?: unknown) => ({ ...context, draw: stream(seedFrom('1')), state })
const asked = (size: number, count: number, state: unknown, candidatesPerProblem = 64) =>
  choose!(poolOf(size), count, { ...params, candidatesPerProblem }, at(state)).choices.map(({ problem }) => problem)

describe('PCL', () => {
  test('asks the problems whose value is nearest to one half', () => {
    expect(asked(5, 2, { 0: 0, 1: 0.45, 2: 1, 3: 0.9, 4: 0.6 })).toEqual([1, 4])
  })

  test('with one candidate for each place, values choose nothing', () => {
    expect(new Set(asked(9, 4, { 0: 0, 3: 1, 5: 0.5 }, 1))).toEqual(new Set(asked(9, 4, {}, 1)))
  })

  test('a value goes to the pass rate of its problem; others stay', () => {
    const batch = batchOf([
      [1, 1, 0, 1],
      [0, 0, 0, 0],
    ])
    const state = observe!(batch, [2, 6], { ...params, valueRate: 0.25 }, at({ 2: 0.25, 8: 0.9 }))
    expect(state).toEqual({ 2: 0.5, 6: 0.25, 8: 0.9 })
    expect(observe!(batch, [2, 6], { ...params, valueRate: 0.5 }, at())).toEqual({ 2: 0.75, 6: 0 })
    expect(structuredClone(state)).toEqual(state)
  })

  test('the slope is that of the mean squared error', () => {
    const [values, measured, h] = [[0.3, 0.8], [0.5, 0.5], 1e-6]
    const { slope } = regression(values, measured)
    values.forEach((_, i) => {
      const moved = (by: number) =>
        regression(
          values.map((v, j) => (i === j ? v + by : v)),
          measured,
        ).loss
      expect(slope[i]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 6)
    })
  })
})
