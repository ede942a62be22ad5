import { describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const id = 'optimal-token-baseline'
/** Every token with this probability, in a vocabulary of two. */
const at = (batch: Batch, p: readonly number[] = new Array(batch.token.length).fill(0.5)) =>
  withColumns(batch, {
    oldLogp: Float32Array.from(p, Math.log),
    collision: Float32Array.from(p, x => x * x + (1 - x) ** 2),
  })
const creditOf = (batch: Batch, params = {}) => [...estimateOf(id, batch, params).batch.credit]
const baselineOf = (batch: Batch) => [...estimateOf(id, batch).explain.baseline!.values]

describe('the optimal token baseline', () => {
  test('a group of one has no baseline: the raw return', () => {
    expect(creditOf(at(batchOf([[1]], 2)))).toEqual([1, 1])
  })

  test('a group that agrees has next to no credit', () => {
    for (const c of creditOf(at(batchOf([[1, 1]], 2)))) expect(c).toBeCloseTo(0, 5)
  })

  test('where all tokens are equally uncertain it is the group’s mean', () => {
    for (const b of baselineOf(at(batchOf([[1, 0]], 2)))) expect(b).toBeCloseTo(0.5, 5)
  })

  test('a response of near-certain tokens hardly moves the baseline', () => {
    const [first] = baselineOf(at(batchOf([[1, 0]], 1), [0.5, 0.999]))
    expect(first).toBeGreaterThan(0.99)
  })

  test('energy adds up along the response', () => {
    const { explain } = estimateOf(id, at(batchOf([[1, 0]], 2)))
    expect([...explain.energy!.values]).toEqual([0.5, 1, 0.5, 1].map(e => expect.closeTo(e, 5)))
  })

  test('the tail of the longest response has no credit, or its raw return', () => {
    const batch = at(batchOf([[1, 0]], [3, 1]))
    expect(creditOf(batch)[2]).toBeCloseTo(0, 5)
    expect(creditOf(batch, { tail: 'none' }).slice(1, 3)).toEqual([1, 1])
  })

  test('what the world wrote neither earns nor weighs', () => {
    const batch = { ...at(batchOf([[1, 0]], 2)), mask: Float32Array.of(1, 0, 1, 1) }
    expect(creditOf(batch)[1]).toBe(0)
    expect(baselineOf(batch)[3]).toBeCloseTo(0, 5)
  })

  test('a response that nothing could score gets 0', () => {
    expect(creditOf(at(batchOf([[Number.NaN, 1]], 1)))[0]).toBe(0)
  })

  test('where two responses are alive, the same number added to every reward changes nothing', () => {
    const p = [0.5, 0.9, 0.2, 0.6]
    const shifted = creditOf(at(batchOf([[4, 3]], 2), p))
    for (const [t, c] of creditOf(at(batchOf([[1, 0]], 2), p)).entries()) expect(shifted[t]).toBeCloseTo(c, 4)
  })
})
