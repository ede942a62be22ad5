import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const valued = (rewards: readonly number[], values: readonly number[]) =>
  withColumns(batchOf([rewards], values.length / rewards.length), { sampledValue: Float32Array.from(values) })
const of = (rewards: readonly number[], values: readonly number[], params = {}) =>
  estimateOf('mc-step-value', valued(rewards, values), params)

describe('Monte-Carlo step labels', () => {
  test('steps that change nothing get 0', () => {
    expect([...of([1], [1, 1, 1]).batch.credit]).toEqual([0, 0, 0])
    expect([...of([0, 0], [0, 0, 0, 0]).batch.credit]).toEqual([0, 0, 0, 0])
  })

  test('progress labels sum to the reward minus the first value', () => {
    const { stepLabel } = of([1], [0.25, 0.5, 0]).explain
    expect(stepLabel!.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0.75)
  })

  test('a lucky continuation hides an error from the hard label', () => {
    expect([...of([0], [0.75, 0.75, 0.125], { label: 'hard' }).explain.stepLabel!.values]).toEqual([1, 1, 0])
    expect(of([0], [0.75, 0.75, 0.125]).explain.firstError!.values[0]).toBe(2)
  })

  test('the error of a soft label is largest at a half', () => {
    const { values } = of([1], [0, 0.5, 0.9], { continuations: 4 }).explain.standardError!
    expect(values[0]).toBeCloseTo(0.25)
    expect(values[1]).toBeLessThan(values[0]!)
    expect(values[2]).toBe(0)
  })

  test('a response that nothing could score gets 0 and counts for nobody', () => {
    const alone = of([1], [0.5, 0.75]).batch.credit
    expect([...of([1, Number.NaN], [0.5, 0.75, 0.5, 0.5]).batch.credit]).toEqual([...alone, 0, 0])
  })
})
