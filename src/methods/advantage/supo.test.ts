import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

/** A right and a wrong episode, of one segment and of three. */
const plain = batchOf([[1, 0]], [1, 3])
const creditOf = (truncated: readonly number[]) => {
  const batch = withColumns(plain, { truncated: Float32Array.from(truncated) })
  return [...estimateOf('supo', batch).batch.credit]
}

describe('SUPO', () => {
  test('gives every segment of an episode the same, however many there are', () => {
    const [first, ...rest] = creditOf([0, 0])
    expect(first).toBeCloseTo(1, 5)
    expect(new Set(rest).size).toBe(1)
    expect(rest[0]).toBeCloseTo(-1, 5)
  })

  test('an episode that was cut off trains nothing, but is compared with', () => {
    const [first, ...rest] = creditOf([0, 1])
    expect(first).toBeCloseTo(1, 5)
    expect(rest.map(one => one + 0)).toEqual([0, 0, 0])
  })
})
