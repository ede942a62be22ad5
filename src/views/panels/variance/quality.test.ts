import { describe, expect, it } from 'vitest'
import type { GradientQuality, MeasuredVariance } from '../../../core/gradient-quality.ts'
import { endsOf, isBiased, progressOf } from './quality.ts'

const numbers: GradientQuality = {
  cosine: 1,
  scale: 1,
  bias: 0,
  noiseInMean: 0.1,
  noise: 1,
  signal: 1,
  biasAsIs: 0,
  noiseAsIs: 1,
}
const measured = (bias: number, error: number): MeasuredVariance => ({
  quality: { ...numbers, bias },
  error: { ...numbers, bias: error, noise: 0.5 },
  repeats: 100,
  responses: 64,
})

describe('a bias', () => {
  it('is one where the mean is farther off than noise explains', () => {
    expect(isBiased(measured(0.3, 0.02))).toBe(true)
  })
  it('is none where noise alone leaves as much', () => {
    expect(isBiased(measured(0.11, 0.001))).toBe(false)
  })
  it('is none where its standard error is too large to tell', () => {
    expect(isBiased(measured(0.3, 0.2))).toBe(false)
  })
  it('is none where there is no number', () => {
    expect(isBiased(measured(Number.NaN, Number.NaN))).toBe(false)
  })
})

it('ends the axes where the farthest bar ends, and somewhere before anything is measured', () => {
  expect(endsOf([])).toEqual({ bias: 1, noise: 1 })
  const ends = endsOf([measured(0.3, 0.2), measured(0.1, 0)])
  expect(ends.bias).toBeCloseTo(0.7)
  expect(ends.noise).toBeCloseTo(2)
})

it('counts batches of open rows, and closed rows as whole', () => {
  expect(progressOf([{ failed: '' }, { measured: measured(0, 0) }, { done: 50 }, { done: 0 }], 100)).toBeCloseTo(0.625)
})
