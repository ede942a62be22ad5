import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

/** Pull on the log-probability of one demonstrated token of this probability. */
const pull = (p: number) =>
  -lossOf('dft', settings('dft', 'none', {}), { mask: [[1]], columns: { logp: [[Math.log(p)]], credit: [[1]] } })
    .gradient.logp![0]![0]!

describe('DFT', () => {
  test('pulls in proportion to the probability, so that the probability’s own gradient is the same for all', () => {
    for (const p of [0.01, 0.3, 0.99]) expect(pull(p)).toBeCloseTo(p, 5)
  })

  test('what the policy would never say it does not learn', () => {
    expect(pull(1e-9)).toBeLessThan(1e-8)
  })

  test('the policy’s own tokens teach nothing', () => {
    const got = lossOf('dft', settings('dft', 'none', {}), { mask: [[1]], columns: { logp: [[-1]], credit: [[0]] } })
    expect(Math.abs(got.gradient.logp![0]![0]!)).toBe(0)
  })
})
