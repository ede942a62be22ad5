import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { advantagesOf, batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

describe('RLOO', () => {
  test('compares each response with the mean of the others', () => {
    const { batch, explain } = estimateOf('rloo', batchOf([[3, 0, 0]]))
    expect([...batch.advantage]).toEqual([3, -1.5, -1.5])
    expect([...explain.baseline!.values]).toEqual([0, 1.5, 1.5])
  })

  test('is Dr. GRPO’s advantage times m / (m - 1)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 8 }), group => {
        const centred = advantagesOf('dr-grpo', batchOf([group]))
        const m = group.length
        for (const [i, a] of advantagesOf('rloo', batchOf([group])).entries()) {
          expect(a).toBeCloseTo((centred[i]! * m) / (m - 1), 4)
        }
      }),
    )
  })

  test('a group of one gets 0, or its raw reward under verl’s convention', () => {
    expect(advantagesOf('rloo', batchOf([[2]]))).toEqual([0])
    expect(advantagesOf('rloo', batchOf([[2]]), { lone: 'raw' })).toEqual([2])
  })

  test('whitened over the batch, advantages have mean 0 and deviation 1', () => {
    const all = advantagesOf(
      'rloo',
      batchOf([
        [1, 0, 0],
        [5, 9],
      ]),
      { whitenBatch: 'on' },
    )
    const mean = all.reduce((total, a) => total + a, 0) / all.length
    expect(mean).toBeCloseTo(0, 5)
    expect(all.reduce((total, a) => total + (a - mean) ** 2, 0) / (all.length - 1)).toBeCloseTo(1, 3)
  })

  test('whitened over the batch, a response without scorable siblings moves neither mean nor deviation', () => {
    const pair = advantagesOf('rloo', batchOf([[-1, 1]]), { whitenBatch: 'on' })
    const beside = batchOf([
      [-1, 1],
      [1, Number.NaN],
    ])
    expect(advantagesOf('rloo', beside, { whitenBatch: 'on' })).toEqual([...pair, 0, 0])
  })

  test('with one ratio per response, one token far off clips the whole response', () => {
    const params = paramsOf('rloo', { ratioOver: 'response', aggregation: 'seq-mean-token-sum' })
    const { batch } = estimateOf('rloo', batchOf([[1, 0]], 3))
    const oldLogp = new Float32Array(6).fill(-1)
    const far = { ...batch, oldLogp, logp: Float32Array.of(-1, -1, -0.5, -1, -1, -1) }
    const { gradient, explain } = objectiveGradient(tf, resolveMethod('rloo'), params, far, context)
    expect([...gradient.logp!].map(g => g + 0)).toEqual([0, 0, 0, 0.5, 0.5, 0.5])
    expect([...explain.clippedHigh!]).toEqual([1, 0])
  })

  test('advantages of a group sum to zero, and the same number added to every reward changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 8 }), group => {
        const own = advantagesOf('rloo', batchOf([group]))
        expect(own.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 4)
        const shifted = advantagesOf('rloo', batchOf([group.map(r => r + 3)]))
        for (const [i, a] of shifted.entries()) expect(a).toBeCloseTo(own[i]!, 4)
      }),
    )
  })
})
