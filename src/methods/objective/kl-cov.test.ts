import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const mask = [[1, 1, 1, 1]]
const credit = [[2, -2, 1, -1]]
const run = (params = {}, shift = 0, own = credit) =>
  lossOf('kl-cov', settings('kl-cov', 'none', params), {
    mask,
    columns: { logp: [[-0.1 + shift, -3, -1, -2]], oldLogp: [[-0.1, -3, -1, -2]], credit: own },
  })

beforeAll(() => openBackend('cpu'))

describe('KL-Cov', () => {
  test('on policy the penalty has neither value nor gradient', () => {
    const { gradient, explain } = run({ covShare: 0.5, covPenalty: 1 })
    expect(explain.heldBack).toEqual([[1, 1, 0, 0]])
    expect(gradient.logp![0]!.map(g => g + 0)).toEqual([-0.5, 0.5, -0.25, 0.25])
  })

  test('once a held-back token has moved, it is pulled back by a constant', () => {
    const free = run({ covShare: 0.5, covPenalty: 0 }, 0.1).gradient.logp![0]!
    const held = run({ covShare: 0.5, covPenalty: 1 }, 0.1).gradient.logp![0]!
    expect(held[0]! - free[0]!).toBeCloseTo(0.25)
    expect(held[2]).toBeCloseTo(free[2]!)
  })

  test('clips nothing', () => {
    expect(run({}, 3).gradient.logp![0]![0]).toBeLessThan(-5)
  })
})
