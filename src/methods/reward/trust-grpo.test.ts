import { describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const judged = (rewards: readonly number[], thinking: readonly number[]): Batch => ({
  ...batchOf([rewards]),
  rewardParts: { thinking: Float32Array.from(thinking) },
})
const rewardOf = (batch: Batch, params = {}) => [...estimateOf('trust-grpo', batch, params).batch.reward]
const trustOf = (batch: Batch, params = {}) => estimateOf('trust-grpo', batch, params).explain.trust!.values[0]

describe('Trust-GRPO', () => {
  test('all correct, all wrong, or alone: nothing to compare, full trust', () => {
    expect(trustOf(judged([1, 1], [0.1, 0.9]))).toBe(1)
    expect(trustOf(judged([0, 0], [0.1, 0.9]))).toBe(1)
    expect(trustOf(judged([1], [0.1]))).toBe(1)
  })

  test('a judge that prefers correct responses is trusted in full', () => {
    const [right, wrong] = rewardOf(judged([1, 0], [0.9, 0.2]))
    expect(right).toBeCloseTo(1 + 0.3 * 0.9)
    expect(wrong).toBeCloseTo(0.3 * 0.2)
  })

  test('a judge that prefers wrong ones is trusted less, by e at most', () => {
    expect(trustOf(judged([1, 0], [0.25, 0.75]))).toBeCloseTo(Math.exp(-0.5))
    expect(trustOf(judged([1, 0], [0, 1]))).toBeCloseTo(Math.exp(-1))
  })

  test('a judge that is kinder to everyone changes no trust and no advantage', () => {
    const [harsh, kind] = [judged([1, 0, 0], [0.1, 0.5, 0.2]), judged([1, 0, 0], [0.4, 0.8, 0.5])]
    expect(trustOf(kind)).toBeCloseTo(trustOf(harsh)!, 5)
    const advantage = (batch: Batch) => [...estimateOf('trust-grpo', batch).batch.advantage]
    for (const [i, a] of advantage(harsh).entries()) expect(advantage(kind)[i]).toBeCloseTo(a, 4)
  })

  test('the opinion fades over the run', () => {
    const at = (iteration: number) => {
      const later = { ...context, iteration, iterations: 100 }
      return (
        estimate(resolveMethod('trust-grpo'), paramsOf('trust-grpo'), judged([1, 0], [1, 0]), later).batch.reward[0]! -
        1
      )
    }
    expect(at(100) / at(0)).toBeCloseTo(Math.exp(-1), 4)
  })

  test('under the released rules failures have no opinion, so trust cannot fall', () => {
    expect(trustOf(judged([1, 0], [0, 1]), { rules: 'release' })).toBe(1)
    expect(rewardOf(judged([0, 0], [0.5, 1]), { rules: 'release' })).toEqual([0, 0])
  })

  test('where nobody judges, long responses look thoughtful', () => {
    expect([...estimateOf('trust-grpo', batchOf([[1, 0]], [1, 4])).explain.thinking!.values]).toEqual([0.25, 1])
  })

  test('the parts add up to the reward', () => {
    const { batch } = estimateOf('trust-grpo', judged([1, 0], [0.5, 0.5]))
    const { verifier, opinion } = batch.rewardParts!
    for (const i of [0, 1]) expect(verifier![i]! + opinion![i]!).toBeCloseTo(batch.reward[i]!, 5)
  })
})
