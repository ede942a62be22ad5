import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const id = 'grpo-vectorized'

describe('GRPO, vectorised', () => {
  test('a group of one gets 0, or its raw reward under verl’s convention', () => {
    expect(advantagesOf(id, batchOf([[3]]))).toEqual([0])
    expect(advantagesOf(id, batchOf([[3]]), { lone: 'raw' })[0]).toBeCloseTo(3, 4)
  })

  test('a group that agrees teaches nothing', () => {
    expect(advantagesOf(id, batchOf([[1, 1, 1]]))).toEqual([0, 0, 0])
  })

  test('on rewards that differ it is GRPO', () => {
    const group = batchOf([[1, 0, 0.5, 0]])
    for (const [i, a] of advantagesOf('grpo', group).entries()) expect(advantagesOf(id, group)[i]).toBeCloseTo(a, 4)
  })

  test('a hair’s breadth is not stretched to full advantages', () => {
    const near = batchOf([[0.5, 0.5 + 1e-4]])
    expect(Math.abs(advantagesOf('grpo', near)[1]!)).toBeGreaterThan(0.5)
    expect(Math.abs(advantagesOf(id, near)[1]!)).toBeLessThan(0.1)
  })

  test('shows the variance that it found, not the floor', () => {
    expect([...estimateOf(id, batchOf([[0, 2]])).explain.variance!.values]).toEqual([2, 2])
  })
})
