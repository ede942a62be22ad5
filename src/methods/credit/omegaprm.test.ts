import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { searchFirstError } from '../../core/formulas/monte-carlo.ts'
import { batchOf, estimateOf } from '../fixture.ts'

describe('the search for the first error', () => {
  test('finds it, and needs no more than one probe per halving', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.nat(), (steps, at) => {
        const error = at % (steps + 1)
        const { first, probes } = searchFirstError(Array.from({ length: steps }, (_, k) => (k < error ? 0.5 : 0)))
        expect(first).toBe(error)
        expect(probes.length).toBeLessThanOrEqual(Math.floor(Math.log2(steps)) + 1)
      }),
    )
  })

  test('has nothing to find in a response without steps', () => {
    expect(searchFirstError([])).toEqual({ first: 0, probes: [] })
  })
})

describe('OmegaPRM', () => {
  const of = (rewards: readonly number[], values: readonly number[]) => {
    const columns = { sampledValue: Float32Array.from(values), correct: Float32Array.from(rewards, r => r || 0) }
    return estimateOf('omegaprm', withColumns(batchOf([rewards], values.length / rewards.length), columns))
  }

  test('a wrong response is blamed from its first error on, a right one praised as by GRPO', () => {
    const { batch, explain } = of([1, 0], [0.5, 0.5, 0.5, 0.5, 0.5, 0])
    expect([...explain.blamed!.values]).toEqual([1, 1, 1, 0, 1, 1])
    expect(batch.credit[4]).toBeCloseTo(batch.advantage[1]!)
  })

  test('a group that agrees, and a response that nothing could score, get 0', () => {
    expect([...of([0, 0], [0, 0, 0, 0]).batch.credit]).toEqual([0, 0, 0, 0])
    expect([...of([1, 0, Number.NaN], [1, 1, 1, 0, 1, 1]).batch.credit.subarray(4)]).toEqual([0, 0])
  })
})
