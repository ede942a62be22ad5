import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

describe('GFPO', () => {
  test('a group of one, and a lone kept response, get 0', () => {
    expect(advantagesOf('gfpo', batchOf([[1]]))).toEqual([0])
    expect(advantagesOf('gfpo', batchOf([[1, 0, 0]], [1, 2, 3]), { keepOf: 1 })).toEqual([0, 0, 0])
  })

  test('kept responses that agree teach nothing, even without epsilon', () => {
    expect(advantagesOf('gfpo', batchOf([[1, 1, 0]], [1, 2, 9]), { keepOf: 2, epsilon: 0 })).toEqual([0, 0, 0])
  })

  test('what is filtered out has neither advantage nor tokens in any average', () => {
    const { batch, explain } = estimateOf('gfpo', batchOf([[1, 0, 1]], [1, 2, 3]), { keepOf: 2 })
    expect(batch.advantage[2]).toBe(0)
    expect([...explain.kept!.values]).toEqual([1, 1, 0])
    expect([...batch.trained!]).toEqual([1, 1, 1, 0, 0, 0])
  })

  test('keeping all of them is GRPO', () => {
    const batch = batchOf([[1, 0, 0.5, 0]], [4, 3, 2, 1])
    expect(advantagesOf('gfpo', batch, { epsilon: 1e-6 })).toEqual(advantagesOf('grpo', batch))
  })

  test('by reward per token a long right answer comes before a short wrong one', () => {
    const batch = batchOf([[1, 0, 0]], [9, 1, 2])
    expect([...estimateOf('gfpo', batch, { keepOf: 1, keepBy: 'efficient' }).explain.kept!.values]).toEqual([1, 0, 0])
    expect([...estimateOf('gfpo', batch, { keepOf: 1 }).explain.kept!.values]).toEqual([0, 1, 0])
  })

  test('a response that nothing could score takes nobody’s place', () => {
    const { explain } = estimateOf('gfpo', batchOf([[Number.NaN, 1, 0]], [1, 2, 3]), { keepOf: 2 })
    expect([...explain.kept!.values]).toEqual([0, 1, 1])
  })

  test('samples of one rollout are kept or filtered together', () => {
    const batch = { ...batchOf([[1, 1, 0]], [1, 3, 2]), rollout: Float32Array.of(0, 0, 1) }
    expect([...estimateOf('gfpo', batch, { keepOf: 1 }).explain.kept!.values]).toEqual([1, 1, 0])
  })
})
