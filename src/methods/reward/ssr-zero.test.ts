import { describe, expect, test } from 'vitest'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { readScore } from './ssr-zero.math.ts'

const judged = (correct: readonly number[], judgement: readonly number[]) => ({
  ...batchOf([correct]),
  correct: Float32Array.from(correct),
  judgement: Float32Array.from(judgement),
})
const paid = (own: Record<string, number>) =>
  [...estimateOf('ssr-zero', judged([1, 0], [0.2, 0.904]), own).batch.reward].map(r => Math.round(1000 * r) / 1000)

describe('SSR-Zero', () => {
  test('whole numbers from 0 to 100 are marks, anything else is none', () => {
    expect(['0', ' 70 ', '100', '101', '7.5', '-3', 'good', ''].map(readScore)).toEqual([0, 0.7, 1, 0, 0, 0, 0, 0])
  })

  test('the mark is paid in hundredths, whatever the verifier says, unless its mark is added', () => {
    expect(paid({})).toEqual([0.2, 0.9])
    expect(paid({ outsideWeight: 1 })).toEqual([1.2, 0.9])
  })

  test('a judge that marks all alike teaches nothing', () => {
    expect([...estimateOf('ssr-zero', judged([1, 0], [0.9, 0.9])).batch.advantage]).toEqual([0, 0])
  })

  test('tells how far the marks run ahead of the truth', () => {
    const { part } = resolveMethod('ssr-zero').probe!
    const { metrics } = part.compute('t', judged([1, 0], [0.5, 1]), paramsOf('ssr-zero'), context)
    expect(metrics.inflation).toBeCloseTo(0.25, 6)
  })
})
