import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

const at = (values: object, mismatch = [0, 0, 3, 0]) => {
  const samplerLogp = new Float32Array(4).fill(-1)
  const batch = { ...batchOf([[1, 0]], 2), samplerLogp, oldLogp: samplerLogp.map((x, t) => x + mismatch[t]!) }
  return [...estimateOf('rollout-correction', batch, { ...values }).batch.trained!]
}

describe('rollout correction', () => {
  test('a sampler that agrees loses nothing', () => {
    expect(at({ rejectOver: 'sum', rejectLow: 0.9, rejectHigh: 1.1 }, [0, 0, 0, 0])).toEqual([1, 1, 1, 1])
  })

  test('rejects tokens, or whole responses', () => {
    expect(at({ rejectOver: 'token' })).toEqual([1, 1, 0, 1])
    expect(at({ rejectOver: 'mean' })).toEqual([1, 1, 0, 0])
    expect(at({ rejectOver: 'max', rejectBy: 'k2', rejectHigh: 1 })).toEqual([1, 1, 0, 0])
  })

  test('off rejects nothing, however large the mismatch', () => {
    expect(at({ rejectOver: 'off' })).toEqual([1, 1, 1, 1])
  })

  test('what the world wrote stays masked', () => {
    const samplerLogp = new Float32Array(4)
    const batch = { ...batchOf([[1, 0]], 2), samplerLogp, oldLogp: samplerLogp, mask: Float32Array.of(1, 0, 1, 1) }
    expect([...estimateOf('rollout-correction', batch).batch.trained!]).toEqual([1, 0, 1, 1])
  })
})
