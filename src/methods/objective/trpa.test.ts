import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { advantagesOf, batchOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'

const run = (level: number[], logp: number[], params = {}) =>
  lossOf('trpa', settings('trpa', 'none', { trustWeight: 0, ...params }), {
    mask: level.map(() => [1]),
    advantage: level,
    columns: { logp: logp.map(x => [x]), refLogp: logp.map(() => [-1]) },
  })

beforeAll(() => openBackend('cpu'))

describe('TRPA', () => {
  test('levels: correct first, then the distinct rewards of the wrong ones', () => {
    const batch = { ...batchOf([[1, 0, 0.1, 0.1]]), correct: Float32Array.of(1, 0, 0, 0) }
    expect(advantagesOf('trpa', batch)).toEqual([1, -2, -1, -1])
  })

  test('only the order of rewards counts', () => {
    const correct = Float32Array.of(1, 0, 0)
    const at = (rewards: number[]) => advantagesOf('trpa', { ...batchOf([rewards]), correct })
    expect(at([1, 0.1, 0])).toEqual(at([50, 3, -9]))
  })

  test('at the reference a pair costs log 2', () => {
    expect(run([1, -1], [-1, -1]).loss).toBeCloseTo(Math.LN2)
  })

  test('without pairs correct responses are pushed up, all others down', () => {
    expect(run([1, 1], [-1, -1]).gradient.logp!.flat()[0]).toBeLessThan(0)
    expect(run([-1, -1], [-1, -1]).gradient.logp!.flat()[0]).toBeGreaterThan(0)
  })

  test('the trust region pulls back to the sampling policy', () => {
    const values = settings('trpa', 'none', { trustWeight: 1, trpaBeta: 0.001 })
    const columns = { logp: [[-1], [-1]], refLogp: [[-1], [-1]], oldLogp: [[-2], [-1]] }
    const { gradient } = lossOf('trpa', values, { mask: [[1], [1]], advantage: [1, -1], columns })
    expect(gradient.logp![0]![0]).toBeGreaterThan(0.1)
  })

  test('pairs never cross problems: what happens to the one leaves the other alone', () => {
    const pullOnFirst = (other: number) => {
      const given = {
        mask: [[1], [1], [1], [1]],
        group: [0, 0, 1, 1],
        advantage: [1, -1, 1, -1],
        columns: { logp: [[-1], [-1], [other], [-1]], refLogp: [[-1], [-1], [-1], [-1]] },
      }
      return lossOf('trpa', settings('trpa', 'none', { trustWeight: 0 }), given)
        .gradient.logp!.flat()
        .slice(0, 2)
    }
    expect(pullOnFirst(-3)).toEqual(pullOnFirst(-0.1))
  })
})
