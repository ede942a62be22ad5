import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const of = (credit: number, logRatios: number[], params = {}, mask = logRatios.map(() => 1)) =>
  lossOf('fipo', settings('fipo', 'none', { clipLow: 1, clipHigh: 10, ...params }), {
    mask: [mask],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 4)], oldLogp: [logRatios.map(() => -4)] },
  })

beforeAll(() => openBackend('cpu'))

describe('FIPO', () => {
  test('sums a token’s own and all later moves, half as much after each half-life', () => {
    const sums = of(1, [0.1, 0.4, 0, 0.2], { halfLife: 1 }).explain.futureKl![0]!
    const expected = [0.1 + 0.2 + 0.025, 0.4 + 0.05, 0.1, 0.2]
    sums.forEach((sum, t) => {
      expect(sum).toBeCloseTo(expected[t]!, 5)
    })
  })

  test('words of the world add nothing; in ms-swift they count as distance', () => {
    const sums = (params: object) => of(1, [0.1, 9, 0.4], { halfLife: 1, ...params }, [1, 0, 1]).explain.futureKl![0]!
    expect(sums({})[0]).toBeCloseTo(0.1 + 0.2, 5)
    expect(sums({ halfLifeOver: 'all places' })[0]).toBeCloseTo(0.1 + 0.1, 5)
    expect(sums({})[1]).toBe(0)
  })

  test('the weight stays within its range, multiplies the loss, and has no gradient', () => {
    const { explain, gradient } = of(1, [0.1, -0.5], {})
    expect(explain.influence![0]).toEqual([1, 1])
    const up = of(1, [0.5, 0.05])
    expect(up.explain.influence![0]![0]).toBeCloseTo(1.2)
    expect(up.gradient.logp![0]![0]).toBeCloseTo((-1.2 * Math.exp(0.5)) / 2, 4)
    expect(gradient.logp![0]![1]).toBeCloseTo(-Math.exp(-0.5) / 2, 4)
    expect(of(1, [-0.5], { influenceSide: 'rises and falls' }).explain.influence![0]![0]).toBeCloseTo(0.8)
  })

  test('a mistake whose ratio exploded is not amplified', () => {
    expect(of(-1, [2]).explain.influence![0]![0]).toBe(1)
    expect(of(-1, [2], { safetyRatio: 0 }).explain.influence![0]![0]).toBeCloseTo(1.2)
  })

  test('a token beyond the bound adds nothing to earlier sums', () => {
    expect(of(1, [0.1, 1], { ratioBound: 2 }).explain.futureKl![0]![0]).toBeCloseTo(0.1, 5)
  })
})
