import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const mask = [[1, 1, 1, 1]]
const credit = [[2, -2, 1, -1]]
const run = (params = {}, shift = 0, own = credit) =>
  lossOf('clip-cov', settings('clip-cov', 'none', params), {
    mask,
    columns: { logp: [[-0.1 + shift, -3, -1, -2]], oldLogp: [[-0.1, -3, -1, -2]], credit: own },
  })

beforeAll(() => openBackend('cpu'))

describe('Clip-Cov', () => {
  test('drops the gradient of eligible tokens, which stay in the denominator', () => {
    const { gradient, explain } = run({ covShare: 1, covLow: 2, covHigh: 5 })
    expect(explain.eligible).toEqual([[1, 1, 0, 0]])
    expect(gradient.logp![0]!.map(g => g + 0)).toEqual([0, 0, -0.25, 0.25])
  })

  test('the smallest share drops one token', () => {
    const { explain } = run({ covLow: 0, covHigh: 5 })
    expect(explain.clippedCov![0]!.reduce((total, mark) => total + mark, 0)).toBe(1)
  })

  test('without eligible tokens it is PPO', () => {
    const { gradient } = run({ covLow: 50, covHigh: 60 })
    expect(gradient.logp![0]!.map(g => g + 0)).toEqual([-0.5, 0.5, -0.25, 0.25])
  })

  test('constant credit has no covariance', () => {
    expect(run({}, 0, [[1, 1, 1, 1]]).explain.covariance![0]!.map(Math.abs)).toEqual([0, 0, 0, 0])
  })
})
