import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** A token that went from probability q to p, with this credit. */
const at = (credit: number, q: number, p: number, params = {}) => {
  const got = lossOf('dppo-kl', settings('dppo-kl', 'none', params), {
    mask: [[1]],
    advantage: [credit],
    columns: { oldLogp: [[Math.log(q)]], samplerLogp: [[Math.log(q)]], logp: [[Math.log(p)]] },
  })
  return { slope: got.gradient.logp![0]![0]!, divergence: got.explain.divergence![0]![0]! }
}

beforeAll(() => openBackend('cpu'))

describe('DPPO with a KL divergence', () => {
  test('measures the divergence of the token against all others', () => {
    expect(at(1, 0.6, 0.9).divergence).toBeCloseTo(0.311239, 5)
    expect(at(1, 0.5, 0.3).divergence).toBeCloseTo(0.087177, 5)
    expect(at(1, 0.01, 0.05).divergence).toBeCloseTo(0.024736, 5)
  })

  test('stops a token on the side it is pushed to only', () => {
    expect(at(1, 0.6, 0.9).slope).toBeCloseTo(0)
    expect(at(-1, 0.6, 0.9).slope).toBeCloseTo(1.5)
    expect(at(-1, 0.5, 0.3).slope).toBeCloseTo(0)
    expect(at(1, 0.5, 0.3).slope).toBeCloseTo(-0.6)
  })

  test('a certain token stays finite', () => {
    const certain = at(1, 0.5, 1 - 1e-12)
    expect(certain.divergence).toBeGreaterThan(5)
    expect(Number.isFinite(certain.divergence)).toBe(true)
  })
})
