import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const id = 'aipo-staleness'
const run = (credit: number, moved: number[], params = {}) =>
  lossOf(id, settings(id, 'none', params), {
    mask: [moved.map(() => 1)],
    advantage: [credit],
    columns: { logp: [moved.map(x => x - 1)], samplerLogp: [moved.map(() => -1)] },
  })

beforeAll(() => openBackend('cpu'))

describe('AIPO', () => {
  test('without a lag it is REINFORCE', () => {
    expect(run(2, [0, 0]).gradient.logp![0]).toEqual([-1, -1])
  })

  test('tokens beyond the cap keep a bounded pull', () => {
    const { gradient, explain } = run(1, [5, 1], { staleCap: 2 })
    expect(gradient.logp![0]).toEqual([-1, -1])
    expect(explain.capped).toEqual([[1, 1]])
  })

  test('the weight grows with the ratio up to the cap, and has no floor', () => {
    const weights = run(1, [-5, -1, 0, 1, 9]).explain.weight![0]!
    expect([...weights].sort((a, b) => a - b)).toEqual(weights)
    expect(weights[0]).toBeLessThan(0.01)
    expect(weights[4]).toBe(4)
  })

  test('nothing to train on: loss 0, and no NaN', () => {
    const columns = { logp: [[0]], samplerLogp: [[0]] }
    const { loss } = lossOf(id, settings(id, 'none', {}), { mask: [[0]], advantage: [1], columns })
    expect(loss + 0).toBe(0)
  })
})
