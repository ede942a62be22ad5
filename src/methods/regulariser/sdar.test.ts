import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

/** Pull on the log-probability of one token without credit, whose teacher leads by so much. */
const pull = (lead: number, params = {}) => {
  const columns = { logp: [[-1]], oldLogp: [[-1]], teacherLogp: [[-1 + lead]] }
  const given = { mask: [[1]], advantage: [0], columns }
  return -lossOf('sdar', settings('sdar', 'none', params), given).gradient.logp![0]![0]!
}

describe('SDAR', () => {
  test('pulls where the teacher leads, and hardly where it does not', () => {
    expect(pull(0.8)).toBeGreaterThan(0.95)
    expect(pull(-0.8)).toBeLessThan(0.05)
    expect(pull(-0.8)).toBeGreaterThan(0)
  })

  test('without a lead the gate is half open, and with β 0 always', () => {
    expect(pull(0)).toBeCloseTo(0.5, 5)
    expect(pull(0.9, { gateSharpness: 0 })).toBeCloseTo(0.5, 5)
  })

  test('weight 0 is GRPO', () => {
    expect(Math.abs(pull(0.8, { sdarWeight: 0 }))).toBe(0)
  })
})
