import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Slope of a token that went from probability q to p. */
const slope = (credit: number, q: number, p: number, params = {}) =>
  lossOf('ipo-trust', settings('ipo-trust', 'none', { pullBack: 0, ...params }), {
    mask: [[1]],
    advantage: [credit],
    columns: { oldLogp: [[Math.log(q)]], samplerLogp: [[Math.log(q)]], logp: [[Math.log(p)]] },
  }).gradient.logp![0]![0]!

beforeAll(() => openBackend('cpu'))

describe('prime-rl’s IPO', () => {
  test('drops a token that moved too far, whatever its credit and its direction', () => {
    for (const credit of [1, -1]) {
      expect(slope(credit, 0.5, 0.65)).toBeCloseTo(0)
      expect(slope(credit, 0.5, 0.35)).toBeCloseTo(0)
      expect(slope(credit, 0.01, 0.05)).toBeCloseTo(-5 * credit)
    }
  })

  test('pulls every token back, dropped ones too', () => {
    expect(slope(1, 0.5, 0.65, { pullBack: 0.5 })).toBeCloseTo(Math.log(1.3), 5)
    expect(slope(0, 0.5, 0.45, { pullBack: 0.5 })).toBeCloseTo(Math.log(0.9), 5)
  })
})
