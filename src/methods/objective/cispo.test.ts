import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss, gradient and diagnostics of one response whose tokens have these log-ratios. */
const pull = (credit: number, logRatios: number[], params = {}) =>
  lossOf('cispo', settings('cispo', 'none', params), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)] },
  })

beforeAll(() => openBackend('cpu'))

describe('CISPO', () => {
  test('no token loses its gradient, however far its ratio has gone', () => {
    const { gradient } = pull(1, [3, -3, 0])
    for (const g of gradient.logp![0]!) expect(g).toBeLessThan(-0.2)
  })

  test('the weight is the ratio, held within the band', () => {
    const { gradient, explain } = pull(1, [3, -3, 0.1])
    const expected = [1.2, 0.8, Math.exp(0.1)]
    explain.weight![0]!.forEach((weight, t) => {
      expect(weight).toBeCloseTo(expected[t]!, 5)
      expect(gradient.logp![0]![t]).toBeCloseTo(-expected[t]! / 3, 5)
    })
    expect(explain.capped![0]).toEqual([1, 1, 0])
  })

  test('on policy it is REINFORCE', () => {
    expect(pull(-2, [0]).gradient.logp![0]![0]).toBeCloseTo(2)
  })

  test('moves are measured from the start of the update, or from the sampler', () => {
    const ratioFrom = (anchor: string) =>
      lossOf('cispo', settings('cispo', 'none', { anchor }), {
        mask: [[1]],
        advantage: [1],
        columns: { logp: [[-1]], oldLogp: [[-1.1]], samplerLogp: [[-1.5]] },
      }).explain.ratio![0]![0]
    expect(ratioFrom('start')).toBeCloseTo(Math.exp(0.1))
    expect(ratioFrom('sampler')).toBeCloseTo(Math.exp(0.5))
  })
})
