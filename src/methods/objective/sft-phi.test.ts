import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

/** Pull on the log-probability of one demonstrated token of this probability. */
const pull = (p: number, params = {}) =>
  -lossOf('sft-phi', settings('sft-phi', 'none', params), {
    mask: [[1]],
    columns: { logp: [[Math.log(p)]], credit: [[1]] },
  }).gradient.logp![0]![0]!

describe('SFT-φ', () => {
  test('pulls most where the policy is undecided', () => {
    expect(pull(0.5)).toBeCloseTo(0.25, 5)
    expect(pull(0.1)).toBeCloseTo(0.09, 5)
    expect(pull(0.9)).toBeCloseTo(0.09, 5)
  })

  test('beyond the cut-off nothing pulls', () => {
    expect(pull(0.8, { cutoff: 0.7 })).toBeCloseTo(0, 6)
    expect(pull(0.6, { cutoff: 0.7 })).toBeCloseTo(0.24, 5)
  })
})
