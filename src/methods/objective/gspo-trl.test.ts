import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const batch = {
  mask: [
    [1, 1, 1],
    [1, 1, 0],
  ],
  advantage: [1, -0.5],
  columns: {
    logp: [
      [-1, -2, -1.5],
      [-0.5, -2, 0],
    ],
    oldLogp: [
      [-1.1, -1.9, -1.6],
      [-0.6, -1.9, 0],
    ],
  },
}
const wide = { clipLow: 0.5, clipHigh: 0.5 }

beforeAll(() => openBackend('cpu'))

describe('TRL’s GSPO', () => {
  test('has the gradient of GSPO while credit is constant in a response', () => {
    const trl = lossOf('gspo-trl', settings('gspo-trl', 'none', wide), batch)
    const verl = lossOf('gspo', settings('gspo', 'none', wide), batch)
    trl.gradient.logp!.flat().forEach((g, k) => {
      expect(g).toBeCloseTo(verl.gradient.logp!.flat()[k]!, 5)
    })
    expect(trl.loss).toBeCloseTo(verl.loss, 5)
  })

  test('reports one ratio per response', () => {
    const { explain } = lossOf('gspo-trl', settings('gspo-trl', 'none', wide), batch)
    expect(explain.ratio!.map(row => row.length)).toEqual([1, 1])
    expect(explain.ratio![0]![0]).toBeCloseTo(Math.exp(0.1 / 3))
  })
})

describe('TRL’s delta', () => {
  test('bounds the ratio of a bad response', () => {
    const slope = (params: object) =>
      lossOf('gspo-trl', settings('gspo-trl', 'none', { ...wide, ...params }), {
        mask: [[1, 1]],
        advantage: [-1],
        columns: { logp: [[-1, -1]], oldLogp: [[-2, -2]] },
      }).gradient.logp![0]![0]!
    expect(slope({})).toBeCloseTo(Math.E / 2, 4)
    expect(slope({ dualClip: 2 })).toBeCloseTo(0)
  })
})
