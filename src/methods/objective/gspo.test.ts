import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss, gradient and diagnostics of one response whose tokens have these log-ratios. */
const pull = (credit: number, logRatios: number[], params = {}) =>
  lossOf('gspo', settings('gspo', 'none', params), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)] },
  })

beforeAll(() => openBackend('cpu'))

describe('GSPO', () => {
  test('all tokens of a response share one ratio, the geometric mean', () => {
    const { explain } = pull(1, [0.3, -0.1, 0.1], { clipHigh: 1 })
    for (const ratio of explain.ratio![0]!) expect(ratio).toBeCloseTo(Math.exp(0.1))
  })

  test('on policy it is REINFORCE, averaged within the response', () => {
    for (const g of pull(2, [0, 0]).gradient.logp![0]!) expect(g).toBeCloseTo(-1)
  })

  test('the clip takes the whole response or nothing, however single tokens moved', () => {
    expect(pull(1, [0.9, -0.5]).gradient.logp![0]!.map(g => g + 0)).toEqual([0, 0])
    expect(pull(1, [0.9, -0.9]).gradient.logp![0]!.every(g => g < 0)).toBe(true)
  })

  test('a bad response is clipped only where it became rarer', () => {
    expect(pull(-1, [-0.5, -0.5]).explain.clippedLow![0]).toEqual([1, 1])
    expect(pull(-1, [0.5, 0.5]).gradient.logp![0]!.every(g => g > 0)).toBe(true)
  })

  test('credit 0 pulls nothing', () => {
    expect(pull(0, [0.1, 0.2]).gradient.logp![0]!.map(g => g + 0)).toEqual([0, 0])
  })
})
