import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss, gradient and diagnostics of one response whose tokens have these log-ratios. */
const pull = (credit: number, logRatios: number[], params = {}) =>
  lossOf('vespo', settings('vespo', 'none', params), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)] },
  })

beforeAll(() => openBackend('cpu'))

describe('VESPO', () => {
  test('weighs a response with 1 while the policy has not moved', () => {
    expect(pull(1, [0, 0]).explain.weight).toEqual([[1]])
    expect(pull(1, [0, 0]).gradient.logp![0]).toEqual([-0.5, -0.5])
  })

  test('the weight fades far away on both sides', () => {
    for (const moved of [-4, 3]) expect(pull(1, [moved, 0]).explain.weight![0]![0]).toBeLessThan(0.05)
  })

  test('it reads the sum of log-ratios, not their mean', () => {
    expect(pull(1, [0.5, 0.5]).explain.logRatio![0]![0]).toBeCloseTo(1)
  })

  test('for equal shapes the sign of the advantage does not matter', () => {
    const shapes = { kPositive: 2, kNegative: 2, lambdaPositive: 2, lambdaNegative: 2 }
    expect(pull(1, [0.3], shapes).explain.weight).toEqual(pull(-1, [0.3], shapes).explain.weight)
  })

  test('an exploded ratio gives no NaN', () => {
    expect(pull(-1, [30, 30]).gradient.logp![0]!.map(g => g + 0)).toEqual([0, 0])
  })

  test('a weight for the sampler is added to W as a logarithm, or multiplies the loss', () => {
    const given = {
      mask: [[1, 1]],
      advantage: [1],
      columns: { logp: [[-1, -1]], oldLogp: [[-1, -1]], samplerLogp: [[-1.2, -1.1]] },
    }
    const under = (params: object) =>
      lossOf('vespo', settings('vespo', 'none', { samplerCorrection: 'token', ...params }), given)
    expect(under({}).explain.logRatio![0]![0]).toBeCloseTo(0.3, 5)
    expect(under({ samplerCorrection: 'sequence' }).explain.logRatio![0]![0]).toBeCloseTo(0.3, 5)
    const outside = under({ samplerInside: 'outside' })
    expect(outside.explain.logRatio![0]![0]).toBeCloseTo(0)
    expect(outside.gradient.logp![0]![0]).toBeCloseTo(-Math.exp(0.2) / 2, 5)
  })
})
