import { describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const greedy = (batch: Batch, rewards: readonly number[]) =>
  withColumns(batch, { greedyReward: Float32Array.from(rewards) })
const creditOf = (batch: Batch) => [...estimateOf('remax', batch).batch.credit]

describe('ReMax', () => {
  test('a response as good as the greedy one teaches nothing', () => {
    expect(advantagesOf('remax', greedy(batchOf([[1], [0]]), [1, 0]))).toEqual([0, 0])
  })

  test('one response per problem is enough', () => {
    expect(advantagesOf('remax', greedy(batchOf([[1], [0]]), [0, 1]))).toEqual([1, -1])
  })

  test('where greedy succeeds only failures teach', () => {
    expect(advantagesOf('remax', greedy(batchOf([[1, 0, 1]]), [1, 1, 1]))).toEqual([0, -1, 0])
  })

  test('with one reward at the end every token gets the advantage', () => {
    expect(creditOf(greedy(batchOf([[1, 0]], 2), [0.25, 0.25]))).toEqual([0.75, 0.75, -0.25, -0.25])
  })

  test('a reward paid early is no credit for later tokens', () => {
    const batch = { ...greedy(batchOf([[1]], 3), [0]), tokenReward: Float32Array.of(0.5, 0, 0.5) }
    expect(creditOf(batch)).toEqual([1, 0.5, 0.5])
  })

  test('tokens that the world wrote get none', () => {
    expect(creditOf({ ...greedy(batchOf([[1]], 3), [0]), mask: Float32Array.of(1, 0, 1) })).toEqual([1, 0, 1])
  })

  test('a response that nothing could score gets 0', () => {
    const batch = greedy(batchOf([[Number.NaN]], 2), [1])
    expect([...advantagesOf('remax', batch), ...creditOf(batch)]).toEqual([0, 0, 0])
  })

  test('needs the greedy reward, and says so', () => {
    expect(() => advantagesOf('remax', batchOf([[1]]))).toThrow(/greedyReward/)
  })
})
