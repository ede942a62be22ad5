import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss, gradient and diagnostics of one response whose tokens have these log-ratios. */
const pull = (credit: number, logRatios: number[], params = {}) =>
  lossOf('trl-cispo', settings('trl-cispo', 'none', params), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)] },
  })

beforeAll(() => openBackend('cpu'))

describe('TRL’s CISPO', () => {
  test('caps the weight at an absolute number and leaves it free below', () => {
    const { explain } = pull(1, [3, -3, 1], { ratioCap: 5 })
    expect(explain.weight![0]![0]).toBe(5)
    expect(explain.weight![0]![1]).toBeCloseTo(Math.exp(-3), 5)
    expect(explain.capped![0]).toEqual([1, 0, 0])
  })

  test('TRL’s fallback of 0.2 shrinks even an on-policy gradient to a fifth', () => {
    expect(pull(1, [0], { ratioCap: 0.2 }).gradient.logp![0]![0]).toBeCloseTo(-0.2)
  })

  test('at the level of responses it caps the geometric mean', () => {
    const { explain } = pull(1, [3, -1], { ratioLevel: 'response', ratioCap: 2 })
    expect(explain.weight![0]).toEqual([2])
    expect(explain.capped![0]).toEqual([1, 1])
  })
})
