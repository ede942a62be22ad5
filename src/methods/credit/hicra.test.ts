import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const planned = (rewards: readonly number[], planning: readonly number[]) =>
  withColumns(batchOf([rewards]), { planning: Float32Array.from(planning) })

describe('HICRA', () => {
  test('without a boost, and on tokens that do not plan, it is GRPO', () => {
    const batch = planned([1, 0, 0], [1, 0, 0, 1, 0, 0])
    const grpo = [...estimateOf('grpo', batch).batch.credit]
    expect([...estimateOf('hicra', batch, { planningBoost: 0 }).batch.credit]).toEqual(grpo)
    const { credit } = estimateOf('hicra', batch).batch
    for (const t of [1, 2, 4, 5]) expect(credit[t]).toBe(grpo[t])
  })

  test('a plan gains more from success and loses less from failure', () => {
    const { credit } = estimateOf('hicra', planned([1, 0], [1, 0, 1, 0])).batch
    expect(credit[0]! / credit[1]!).toBeCloseTo(1.2, 5)
    expect(credit[2]! / credit[3]!).toBeCloseTo(0.8, 5)
  })

  test('no sign flips up to a boost of 1', () => {
    const { credit } = estimateOf('hicra', planned([1, 0], [1, 1, 1, 1]), { planningBoost: 1 }).batch
    expect([...credit].map(Math.sign)).toEqual([1, 1, 0, 0])
  })

  test('a group that agrees teaches nothing', () => {
    expect([...estimateOf('hicra', planned([1, 1], [1, 1, 1, 1])).batch.credit]).toEqual([0, 0, 0, 0])
  })

  test('plans that differ have entropy, one plan has none', () => {
    const probe = resolveMethod('hicra').probe!.part
    const entropyOf = (token: number[]) =>
      probe.compute(
        't',
        { ...planned([1, 0], [1, 0, 1, 0]), token: Int32Array.from(token) },
        paramsOf('hicra'),
        context,
      ).metrics.planEntropy
    expect(entropyOf([3, 0, 3, 1])).toBe(0)
    expect(entropyOf([3, 0, 2, 0])).toBeCloseTo(Math.log(2), 6)
  })

  test('over a group the credit of plans sums to more than 0, that of all else to 0', () => {
    const { credit } = estimateOf('hicra', planned([1, 0, 0], [1, 0, 1, 0, 1, 0])).batch
    expect(credit[0]! + credit[2]! + credit[4]!).toBeGreaterThan(0.1)
    expect(credit[1]! + credit[3]! + credit[5]!).toBeCloseTo(0, 5)
  })
})
