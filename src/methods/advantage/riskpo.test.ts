import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'
import { riskValue, trackQuantiles } from './riskpo.math.ts'

const plain = { quantiles: 'batch', sharing: 'uniform', paperStd: 'off' }
const shape = {
  levels: [0.2, 0.8],
  values: [1, 3],
  measure: 'averse',
  tailWeight: 1.5,
  zeroAt: 'lower',
  epsilon: 1e-6,
} as const

describe('RiskPO', () => {
  test('papers that all agree teach nothing under their own quantiles, nor when divided by their deviation', () => {
    expect(
      advantagesOf(
        'riskpo',
        batchOf([
          [1, 1],
          [0, 0],
        ]),
        plain,
      ),
    ).toEqual([0, 0, 0, 0])
    expect(
      advantagesOf(
        'riskpo',
        batchOf([
          [1, 1],
          [0, 0],
        ]),
      ),
    ).toEqual([0, 0, 0, 0])
  })

  test('a single paper is its own quantile: 0', () => {
    expect(advantagesOf('riskpo', batchOf([[1], [0]]), plain)).toEqual([0, 0])
  })

  test('answers beyond those of the least answered problem get 0', () => {
    const all = advantagesOf(
      'riskpo',
      batchOf([
        [1, 0, 1],
        [1, 0],
      ]),
      plain,
    )
    expect(all[2]).toBe(0)
    expect(all[0]).toBeGreaterThan(0)
  })

  test('beyond the upper quantile nothing is left to gain', () => {
    expect(riskValue(4, shape)).toBe(riskValue(9, shape))
  })

  test('the tail is steeper than the middle', () => {
    const tail = riskValue(0.5, shape) - riskValue(0, shape)
    const middle = riskValue(2, shape) - riskValue(1.5, shape)
    expect(tail / middle).toBeCloseTo((1.5 / 0.2) * 0.6, 3)
  })

  test('the seeking control is steepest above the upper quantile', () => {
    const seeking = { ...shape, measure: 'seeking' } as const
    expect(riskValue(4, seeking) - riskValue(3, seeking)).toBeGreaterThan(riskValue(3, seeking) - riskValue(2, seeking))
  })

  test('the released sharing can praise the wrong answer of a fair paper and punish the right one', () => {
    const batch = batchOf([
      [1, 1, 1, 1, 1, 0],
      [0, 1, 1, 1, 1, 0],
    ])
    const params = { ...plain, sharing: 'sum-mean', lowLevel: 0.1 }
    const all = advantagesOf('riskpo', batch, params)
    expect(estimateOf('riskpo', batch, params).explain.paperValue!.values[0]).toBeGreaterThan(0)
    expect(all[0]).toBeLessThan(0)
    expect(all[6]).toBeGreaterThan(0)
  })

  test('quantiles start as the batch’s and then move a little with each', () => {
    const first = trackQuantiles(undefined, [0, 1, 2], 0.1)
    expect(first[9]).toBeCloseTo(1)
    expect(trackQuantiles(first, [5, 5, 5], 0.1)[9]).toBeCloseTo(1.05)
  })

  test('remembers quantiles between iterations', () => {
    const { states } = estimateOf('riskpo', batchOf([[1, 0]]))
    expect(structuredClone(states.advantage)).toHaveLength(19)
  })

  test('a response that nothing could score is left out', () => {
    expect(advantagesOf('riskpo', batchOf([[Number.NaN, 1, 0]]), plain)[0]).toBe(0)
  })
})
