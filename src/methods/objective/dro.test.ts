import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Slopes of one response whose tokens have these log-ratios. */
const slopes = (id: string, credit: number, logRatios: number[], params = {}) =>
  lossOf(id, settings(id, 'none', { tau: 0.5, ...params }), {
    mask: [logRatios.map(() => 1)],
    advantage: [credit],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)] },
  }).gradient.logp![0]!

beforeAll(() => openBackend('cpu'))

describe('DRO', () => {
  test('on policy it is REINFORCE', () => expect(slopes('dro', 2, [0])[0]).toBeCloseTo(-2))

  test('a token rests where its log-ratio is credit / β', () => {
    expect(slopes('dro', 1, [2])[0]).toBeCloseTo(0)
    expect(slopes('dro', 1, [3])[0]).toBeCloseTo(0.5)
    expect(slopes('dro', 0, [1])[0]).toBeCloseTo(0.5)
  })

  test('each token has its own spring; in Kimi k1.5 the response has one', () => {
    const [a, b] = slopes('dro', 0, [1, -1])
    expect(a).toBeCloseTo(0.25)
    expect(b).toBeCloseTo(-0.25)
    for (const slope of slopes('kimi-k15', 0, [1, -1])) expect(slope).toBeCloseTo(0)
    expect(slopes('kimi-k15', 0, [1, -1], { pullPer: 'token' })[0]).toBeCloseTo(0.5)
  })
})
