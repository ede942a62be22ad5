import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf } from '../fixture.ts'

describe('AsymRE', () => {
  test('a group of one keeps its raw reward, or gets 0', () => {
    expect(advantagesOf('asymre', batchOf([[1]]))).toEqual([1])
    expect(advantagesOf('asymre', batchOf([[1]]), { lone: 'zero' })).toEqual([0])
  })

  test('without a shift it is Dr. GRPO', () => {
    const batch = batchOf([[1, 0, 0.5]])
    expect(advantagesOf('asymre', batch, { shift: 0 })).toEqual(advantagesOf('dr-grpo', batch))
  })

  test('a lower baseline raises every advantage by the same', () => {
    const all = advantagesOf('asymre', batchOf([[1, 0]]), { shift: -0.25 })
    expect(all).toEqual([0.75, -0.25])
  })

  test('a group that agrees is imitated a little', () => {
    for (const a of advantagesOf('asymre', batchOf([[0, 0]]))) expect(a).toBeCloseTo(0.1)
  })
})
