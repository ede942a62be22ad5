import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss, gradient and diagnostics of one response whose tokens have these log-ratios. */
const pull = (credit: number, logRatios: number[], params = {}) =>
  lossOf('sapo', settings('sapo', 'none', params), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)] },
  })

beforeAll(() => openBackend('cpu'))

describe('SAPO', () => {
  test('on policy its gradient is REINFORCE’s, though its loss is -2A/τ', () => {
    expect(pull(1, [0]).gradient.logp![0]![0]).toBeCloseTo(-1)
    expect(pull(1, [0], { tauPositive: 4 }).loss).toBeCloseTo(-0.5)
  })

  test('the pull fades smoothly on both sides of ratio 1, and never jumps to 0', () => {
    const pulls = [-2, -1, 0, 0.5, 1].map(x => -pull(1, [x], { tauPositive: 3 }).gradient.logp![0]![0]!)
    expect(Math.max(...pulls)).toBe(pulls[2])
    for (const strength of pulls) expect(strength).toBeGreaterThan(0)
  })

  test('the reported weight is the gradient’s factor', () => {
    const { gradient, explain } = pull(-2, [0.4])
    expect(gradient.logp![0]![0]).toBeCloseTo(2 * explain.weight![0]![0]!)
  })

  test('credit 0 pulls nothing', () => {
    expect(pull(0, [0.7]).gradient.logp![0]![0]! + 0).toBe(0)
  })

  test('can take one ratio per response: then all of its tokens fade alike', () => {
    const { gradient, explain } = pull(1, [0.8, -0.4], { ratioLevel: 'response' })
    expect(explain.ratio![0]).toEqual([expect.closeTo(Math.exp(0.2), 5)])
    expect(gradient.logp![0]![0]).toBeCloseTo(gradient.logp![0]![1]!)
  })
})
