import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const wide = { clipLow: 0.9, clipHigh: 0.9 }
const slopes = (id: string, credit: number[], logRatios: number[], params: object = wide) =>
  lossOf(id, settings(id, 'none', { ...params }), {
    mask: [credit.map(() => 1)],
    columns: { logp: [logRatios.map(x => x - 2)], oldLogp: [logRatios.map(() => -2)], credit: [credit] },
  }).gradient.logp![0]!

beforeAll(() => openBackend('cpu'))

describe('GSPO-token', () => {
  test('one credit per response: GSPO’s gradient', () => {
    slopes('gspo-token', [1, 1], [0.3, -0.1]).forEach((slope, t) => {
      expect(slope).toBeCloseTo(slopes('gspo-trl', [1, 1], [0.3, -0.1])[t]!, 5)
    })
  })

  test('credit within a response: each token is pulled by its own, gspo-trl pulls both alike', () => {
    const [first, second] = slopes('gspo-token', [1, -0.5], [0.3, -0.1])
    expect(first).toBeCloseTo(-Math.exp(0.1) / 2, 5)
    expect(second).toBeCloseTo((0.5 * Math.exp(0.1)) / 2, 5)
    const alike = slopes('gspo-trl', [1, -0.5], [0.3, -0.1])
    expect(alike[0]).toBeCloseTo(alike[1]!, 5)
  })

  test('beyond the cap the gradient ends', () => {
    expect(slopes('gspo-token', [-1], [1], { ...wide, meanLogRatioCap: 0.5 })[0]).toBeCloseTo(0)
    expect(slopes('gspo-token', [-1], [1], { ...wide, meanLogRatioCap: 0 })[0]).toBeCloseTo(Math.E, 4)
  })
})
