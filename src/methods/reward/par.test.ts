import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { seen, shapedAs, unseen } from './par.math.ts'

const paid = (groups: readonly (readonly number[])[], values = {}) => [
  ...estimateOf('par', batchOf(groups), values).batch.reward,
]

describe('PAR', () => {
  test('a lone response beats itself half of the time', () => {
    expect(paid([[7]])).toEqual([0.5])
  })

  test('equal siblings are paid one half, a shift of all scores changes nothing', () => {
    expect(paid([[2, 2]])).toEqual([0.5, 0.5])
    expect(paid([[1, 3, 4]])).toEqual(paid([[11, 13, 14]]))
  })

  test('more is paid more, but never more than 1', () => {
    const [low, high, huge] = paid([[0, 1, 100]])
    expect(low).toBeLessThan(high!)
    expect(high).toBeLessThan(huge!)
    expect(huge).toBeLessThanOrEqual(1)
  })

  test('raw leaves the scores, the ceiling and the price of length bound them', () => {
    expect(paid([[1, 5]], { shaping: 'raw' })).toEqual([1, 5])
    expect(paid([[1, 5]], { shaping: 'raw', ceiling: 2 })).toEqual([1, 2])
    expect(paid([[1]], { shaping: 'raw', lengthPrice: 0.5, freeLength: 1 })).toEqual([0.5])
  })

  test('statistics go on from batch to batch, whether in one piece or in two', () => {
    const whole = seen(unseen, [1, 2, 3, 10])
    const pieces = seen(seen(unseen, [1, 2]), [3, 10])
    for (const key of ['count', 'mean', 'squares', 'low', 'high'] as const) expect(pieces[key]).toBeCloseTo(whole[key])
    const method = resolveMethod('par')
    const values = paramsOf('par', { shaping: 'min-max' })
    const first = estimate(method, values, batchOf([[0, 10]]), context)
    const second = estimate(method, values, batchOf([[5, 5]]), context, first.states)
    expect([...second.batch.reward]).toEqual([0.5, 0.5])
  })

  test('the references are the first iteration’s scores, or the siblings’', () => {
    const method = resolveMethod('par')
    const later = (comparedWith: string) => {
      const values = paramsOf('par', { shaping: 'centred', comparedWith })
      const first = estimate(method, values, batchOf([[1, 3]]), context)
      return [...estimate(method, values, batchOf([[6, 7]]), context, first.states).batch.reward]
    }
    expect(later('start')).toEqual([4, 5])
    expect(later('siblings')).toEqual([-1, 1])
  })

  test('without spread nothing becomes infinite', () => {
    const how = { steepness: 1, running: seen(unseen, [3]) }
    expect(shapedAs(3, [3], { ...how, shaping: 'mean-std' })).toBe(0)
    expect(shapedAs(3, [3], { ...how, shaping: 'min-max' })).toBe(0)
    expect(shapedAs(3, [3], { ...how, shaping: 'lsc' })).toBeCloseTo(-Math.LN2, 4)
  })
})
