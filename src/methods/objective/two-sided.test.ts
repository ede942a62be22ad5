import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss, gradient and diagnostics of one response whose tokens have these log-ratios. */
const pull = (credit: number, logRatios: number[], params = {}) =>
  lossOf('two-sided', settings('two-sided', 'none', params), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)] },
  })

beforeAll(() => openBackend('cpu'))

describe('two-sided clipping', () => {
  test('a bad token whose ratio exceeds δ costs δ and pulls no more', () => {
    const { loss, gradient } = pull(-1, [Math.log(9)])
    expect(loss).toBeCloseTo(4)
    expect(gradient.logp![0]![0]! + 0).toBe(0)
  })

  test('below δ it is PPO', () => {
    expect(pull(-1, [Math.log(3)]).gradient.logp![0]![0]).toBeCloseTo(3)
  })

  test('good tokens never meet it: PPO’s own clip comes first', () => {
    expect(pull(1, [Math.log(9)]).loss).toBeCloseTo(-1.2)
  })
})
