import { describe, expect, it } from 'vitest'
import type { Line } from '../../store/compare/figures.ts'
import { bandOf, heightOf, pathOf, placer, spread } from './plot.ts'

const line = (values: readonly number[], band?: number): Line => ({
  seeds: [],
  count: 1,
  middle: values.map((value, i) => ({
    x: i,
    iteration: i,
    value,
    ...(band !== undefined && { low: value - band, high: value + band }),
  })),
})

describe('a chart of several runs', () => {
  it('has round ends around all that is drawn; a share stays between 0 and 1', () => {
    const { low, high, ticks } = heightOf([line([3, 11.2], 1)], false)
    expect(low).toBeLessThanOrEqual(2)
    expect(high).toBeGreaterThanOrEqual(12.2)
    expect(ticks[0]).toBeCloseTo(low)
    expect(ticks.at(-1)).toBeCloseTo(high)
    expect(heightOf([line([0.98, 1], 0.2)], true).high).toBe(1)
    expect(heightOf([], false)).toMatchObject({ low: 0 })
    expect(heightOf([line([2, 2])], false).high).toBeGreaterThan(2)
  })

  it('draws a band only where it is known', () => {
    const place = placer(2, { low: 0, high: 4, ticks: [] })
    expect(bandOf(line([1, 2, 3]), place)).toBe('')
    expect(bandOf(line([1, 2, 3], 1), place)).toMatch(/^M0 500L500 250L1000 0L.*Z$/)
    expect(pathOf(line([0, 4]).middle, place)).toBe('M0 1000L500 0')
  })

  it('never lays names over one another, and keeps them inside', () => {
    const tops = spread([50, 52, 160, 158, -20], 160, 16)
    const sorted = tops.toSorted((a, b) => a - b)
    for (const [i, top] of sorted.slice(1).entries()) expect(top - sorted[i]!).toBeGreaterThanOrEqual(16)
    expect(sorted[0]).toBeGreaterThanOrEqual(0)
    expect(sorted.at(-1)).toBeLessThanOrEqual(160)
  })
})
