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

describe('a KL term that is multiplied by the ratio', () => {
  const given = { mask: [[1, 1]], advantage: [0], columns: { oldLogp: [[-1, -1]], refLogp: [[-1, -1.2]] } }
  const lossAt = (id: string, logp: number[]) => {
    const params = { klCoefficient: 1, klTimesRatio: 'on', aggregation: 'seq-mean-token-sum' }
    return lossOf(id, settings(id, 'none', params), { ...given, columns: { ...given.columns, logp: [logp] } }).loss
  }
  const k3 = (x: number) => Math.exp(x) - x - 1

  test('takes the response’s ratio where the response has one, else each token’s', () => {
    const [a, b] = [k3(0.4), k3(-0.4)]
    expect(lossAt('gspo-trl', [-1.4, -0.8])).toBeCloseTo((a + b) * Math.exp(-0.1), 5)
    expect(lossAt('grpo', [-1.4, -0.8])).toBeCloseTo(a * Math.exp(-0.4) + b * Math.exp(0.2), 5)
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
