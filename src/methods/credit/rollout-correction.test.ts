import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const at = (values: object, mismatch = [0, 0, 3, 0]) => {
  const samplerLogp = new Float32Array(4).fill(-1)
  const batch = { ...batchOf([[1, 0]], 2), samplerLogp, oldLogp: samplerLogp.map((x, t) => x + mismatch[t]!) }
  return [...estimateOf('rollout-correction', batch, { ...values }).batch.trained!]
}

describe('rollout correction', () => {
  test('a sampler that agrees loses nothing', () => {
    expect(at({ rejectSumK1: 1.1 }, [0, 0, 0, 0])).toEqual([1, 1, 1, 1])
  })

  test('rejects tokens, or whole responses', () => {
    expect(at({ rejectTokenK1: 2 })).toEqual([1, 1, 0, 1])
    expect(at({ rejectMeanK1: 2 })).toEqual([1, 1, 0, 0])
    expect(at({ rejectMaxK2: 1 })).toEqual([1, 1, 0, 0])
    expect(at({ rejectMaxK1: 2 })).toEqual([1, 1, 0, 0])
  })

  test('without rules rejects nothing, however large the mismatch', () => {
    expect(at({})).toEqual([1, 1, 1, 1])
  })

  test('every rule must hold', () => {
    const mismatch = [0.5, 0, 3, 0]
    expect(at({ rejectTokenK1: 1.3 }, mismatch)).toEqual([0, 1, 0, 1])
    expect(at({ rejectMeanK3: 5 }, mismatch)).toEqual([1, 1, 0, 0])
    expect(at({ rejectTokenK1: 1.3, rejectMeanK3: 5 }, mismatch)).toEqual([0, 1, 0, 0])
  })

  test('the lower bound of a ratio is one over the upper, unless it is set', () => {
    expect(at({ rejectTokenK1: 4 }, [-1, 1, 2, 0])).toEqual([1, 1, 0, 1])
    expect(at({ rejectTokenK1: 4, rejectTokenK1Low: 0.1 }, [-1, 1, 2, 0])).toEqual([1, 1, 1, 1])
  })

  test('judges responses by all their tokens, or by those that are left', () => {
    const rules = { rejectTokenK1: 4, rejectMeanK1: 2 }
    expect(at(rules)).toEqual([1, 1, 0, 0])
    expect(at({ ...rules, rejectSeen: 'kept' })).toEqual([1, 1, 0, 1])
  })

  test('what is rejected leaves the averages, or has credit 0 and stays', () => {
    const samplerLogp = new Float32Array(4)
    const batch = { ...batchOf([[1, 0]], 2), samplerLogp, oldLogp: Float32Array.of(0, 0, 3, 0) }
    const zero = estimateOf('rollout-correction', batch, { rejectTokenK1: 2, rejectEffect: 'zero' }).batch
    expect([...zero.trained!]).toEqual([1, 1, 1, 1])
    expect(zero.credit[2]).toBe(0)
    expect(zero.credit[3]).not.toBe(0)
  })

  test('what the world wrote stays masked', () => {
    const samplerLogp = new Float32Array(4)
    const batch = { ...batchOf([[1, 0]], 2), samplerLogp, oldLogp: samplerLogp, mask: Float32Array.of(1, 0, 1, 1) }
    expect([...estimateOf('rollout-correction', batch).batch.trained!]).toEqual([1, 0, 1, 1])
  })
})
