import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const run = (advantage: number[], logp: number[][], params = {}) =>
  lossOf('flowrl', settings('flowrl', 'none', { flowBeta: 2, ...params }), {
    mask: logp.map(row => row.map(() => 1)),
    advantage,
    columns: { logp, oldLogp: logp, refLogp: logp.map(row => row.map(() => -1)) },
  })

beforeAll(() => openBackend('cpu'))

describe('FlowRL', () => {
  test('rests at reference times exp(β advantage), up to one constant per group', () => {
    const at = [[-1 + 2 + 0.3], [-1 - 2 + 0.3]]
    for (const g of run([1, -1], at).gradient.logp!.flat()) expect(g).toBeCloseTo(0, 5)
  })

  test('the normaliser absorbs a number that is added to all advantages', () => {
    const at = [[-1.5], [-0.5]]
    const [plain, shifted] = [run([1, -1], at), run([4, 2], at)]
    expect(shifted.loss).toBeCloseTo(plain.loss, 4)
  })

  test('without a normaliser, at the reference and with advantage 0, the loss is 0', () => {
    expect(run([0, 0], [[-1], [-1]], { flowZ: 'zero' }).loss).toBe(0)
  })

  test('log-probabilities are averaged over the tokens of a response', () => {
    const { gradient } = run([0], [[-2, -2]], { flowZ: 'zero' })
    expect(gradient.logp![0]![0]).toBeCloseTo(-1)
  })
})
