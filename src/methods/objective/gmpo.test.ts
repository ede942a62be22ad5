import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss, gradient and diagnostics of one response whose tokens have these log-ratios. */
const pull = (credit: number, logRatios: number[], params = {}) =>
  lossOf('gmpo', settings('gmpo', 'none', params), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)] },
  })

beforeAll(() => openBackend('cpu'))

describe('GMPO', () => {
  test('inside the band the ratio is GSPO’s', () => {
    expect(pull(1, [0.3, -0.1]).explain.ratio![0]![0]).toBeCloseTo(Math.exp(0.1))
  })

  test('one outlier token moves the ratio by its clip divided by the length only', () => {
    expect(pull(1, [9, 0, 0, 0]).explain.ratio![0]![0]).toBeCloseTo(Math.exp(0.1))
  })

  test('a clipped token loses its gradient, its neighbours keep theirs', () => {
    const [outlier, neighbour] = pull(1, [9, 0]).gradient.logp![0]!
    expect(outlier! + 0).toBe(0)
    expect(neighbour).toBeLessThan(0)
  })

  test('a good response is not clipped below, a bad one not above', () => {
    expect(pull(1, [-2, 0]).gradient.logp![0]![0]).toBeLessThan(0)
    expect(pull(-1, [2, 0]).gradient.logp![0]![0]).toBeGreaterThan(0)
    expect(pull(-1, [-2, 0]).gradient.logp![0]![0]! + 0).toBe(0)
  })

  test('credit 0 pulls nothing', () => {
    expect(pull(0, [0.1, 2]).gradient.logp![0]!.map(g => g + 0)).toEqual([0, 0])
  })
})
