import { describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const at = (batch: Batch) =>
  withColumns(batch, {
    oldLogp: new Float32Array(batch.token.length).fill(Math.log(0.5)),
    collision: new Float32Array(batch.token.length).fill(0.5),
  })
const baselineOf = (id: string, batch: Batch) => [...estimateOf(id, batch, { tail: 'own' }).explain.baseline!.values]
const id = 'tir-optimal-token-baseline'

describe('the optimal token baseline over several turns', () => {
  test('a group of one has no baseline: the raw return', () => {
    expect([...estimateOf(id, at(batchOf([[1]], 2))).batch.credit]).toEqual([1, 1])
  })

  test('without interruptions it is the plain one', () => {
    const batch = at(batchOf([[1, 0, 0]], [2, 3, 1]))
    expect(baselineOf(id, batch)).toEqual(baselineOf('optimal-token-baseline', batch))
  })

  test('the second generated token meets the second generated token, whatever the world wrote in between', () => {
    const batch = { ...at(batchOf([[1, 0]], [4, 2])), mask: Float32Array.of(1, 0, 0, 1, 1, 1) }
    expect(baselineOf(id, batch)[3]).toBeCloseTo(0.5, 5)
    expect(baselineOf('optimal-token-baseline', batch)[3]).toBeCloseTo(1, 5)
  })

  test('where only one response is left it keeps its raw return', () => {
    const { batch } = estimateOf(id, at(batchOf([[1, 0]], [3, 1])))
    expect([...batch.credit].slice(1, 3)).toEqual([1, 1])
  })

  test('what the world wrote gets no credit', () => {
    const batch = { ...at(batchOf([[1, 0]], 2)), mask: Float32Array.of(1, 0, 1, 1) }
    expect(estimateOf(id, batch).batch.credit[1]).toBe(0)
  })
})
