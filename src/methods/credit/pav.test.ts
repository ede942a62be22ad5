import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const of = (reward: number, values: readonly number[], params = {}) => {
  const batch = withColumns(batchOf([[reward]], values.length), { prefixValue: Float32Array.from(values) })
  return estimateOf('pav', batch, params)
}

describe('PAV', () => {
  test('a certain outcome leaves no credit', () => {
    expect([...of(1, [1, 1]).batch.credit]).toEqual([0, 0])
    expect([...of(0, [0, 0]).batch.credit]).toEqual([0, 0])
  })

  test('progress sums to the outcome minus the prover’s first value', () => {
    const values = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 16 }), (v, attempts) => {
        const { progress, proverValue } = of(1, v, { attempts }).explain
        const total = progress!.values.reduce((sum, gain) => sum + gain, 0)
        expect(total).toBeCloseTo(1 - proverValue!.values[0]!, 5)
      }),
    )
  })

  test('with one attempt the prover is the policy', () => {
    const { batch, explain } = of(1, [0.25, 0.5], { attempts: 1, progressWeight: 1 })
    expect([...explain.progress!.values]).toEqual([0.25, 0.5])
    expect([...batch.credit]).toEqual([0.5, 1])
  })

  test('a very strong prover sees only the hopeless step', () => {
    const { values } = of(0, [0.1, 0.4, 0], { attempts: 64 }).explain.progress!
    expect(values[0]).toBeLessThan(0.01)
    expect(values[1]).toBeCloseTo(-1, 5)
  })

  test('a response that nothing could score gets 0', () => {
    expect([...of(Number.NaN, [0.5, 0.5]).batch.credit]).toEqual([0, 0])
  })
})
