import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const id = 'prime-length-penalty'

describe('prime-rl’s length penalty', () => {
  test('nobody pays where nobody succeeds, nor where the mean is negative', () => {
    expect([...estimateOf(id, batchOf([[0, 0]], [1, 9])).batch.reward]).toEqual([0, 0])
    expect([...estimateOf(id, batchOf([[-1, 0]], [1, 9])).batch.reward]).toEqual([-1, 0])
  })

  test('where all are right the shorter is preferred', () => {
    const [short, long] = advantagesOf(id, batchOf([[1, 1]], [2, 4]))
    expect(short).toBeCloseTo(0.25 / 4, 5)
    expect(long).toBeCloseTo(-0.25 / 4, 5)
  })

  test('the harder the problem, the cheaper the length', () => {
    const price = (rewards: number[]) => estimateOf(id, batchOf([rewards], 3)).explain.price!.values[0]
    expect([price([1, 1]), price([1, 0])]).toEqual([1, 0.5])
  })

  test('a group of one pays, but has nobody to differ from', () => {
    expect(advantagesOf(id, batchOf([[1]], 5))).toEqual([0])
  })

  test('what the world wrote costs less than what the policy wrote', () => {
    const batch = { ...batchOf([[1, 1]], [3, 3]), mask: Float32Array.of(1, 0, 0, 1, 1, 1) }
    const { output, input } = estimateOf(id, batch).explain
    expect([[...output!.values], [...input!.values]]).toEqual([
      [1, 3],
      [2, 0],
    ])
    expect(advantagesOf(id, batch)[0]).toBeGreaterThan(0)
  })

  test('in prime-rl’s form a negative mean pays for length', () => {
    const [short, long] = advantagesOf(id, batchOf([[-1, -1]], [1, 4]), { meanBelowZero: 'signed' })
    expect(long! > short!).toBe(true)
  })

  test('a response that nothing could score neither pays nor raises the price', () => {
    const { explain } = estimateOf(id, batchOf([[1, Number.NaN]], [2, 9]))
    expect(explain.price!.values[0]).toBe(1)
    expect(explain.penalty!.values[0]).toBeCloseTo(0.35, 5)
  })
})
