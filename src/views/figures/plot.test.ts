import { describe, expect, it } from 'vitest'
import { across, dotsOf, horizontalOf, pathOf, strokesOf, verticalOf } from './plot.ts'

const stroke = (values: readonly number[]) => ({ name: '', values, hue: 1, dash: 0, isBelow: false })

describe('a plot', () => {
  it('spans all curves with round numbers, and gaps do not count', () => {
    const axis = verticalOf([stroke([Number.NaN, -0.35, 2.47])])
    expect([axis.low, axis.high]).toEqual([-1, 3])
    expect(axis.ticks.map(({ text }) => text)).toEqual(['−1', '0', '1', '2', '3'])
  })

  it('gives a flat curve room', () => {
    const { low, high } = verticalOf([stroke([0, 0])])
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
  })

  it('breaks a path at a gap, and draws a dot at each point', () => {
    const axis = { low: 0, high: 1, ticks: [] }
    expect(pathOf([0, Number.NaN, 1], [0, 0.5, 1], axis)).toBe('M0 1000M1000 0')
    expect(dotsOf([0, Number.NaN, 1], [0, 0.5, 1], axis)).toBe('M0 1000h0M1000 0h0')
  })

  it('places logarithms in equal factors, and names powers of ten', () => {
    const at = across([1e-6, 1], 'log')
    expect(at(1e-3)).toBeCloseTo(0.5)
    expect(horizontalOf([1e-6, 1], 'log').map(({ text }) => text)).toEqual(['1e-6', '1e-4', '0.01', '1'])
  })

  it('names every whole number where there are few', () => {
    expect(horizontalOf([0, 1, 2, 3, 4, 5, 6, 7, 8], undefined)).toHaveLength(9)
  })

  it('tells lines of one method apart by hue, and methods by hue where there are several', () => {
    const drawn = {
      x: [0],
      lines: [
        { name: 'right', values: [1] },
        { name: 'wrong', values: [0] },
      ],
    }
    const [right, wrong] = strokesOf([{ title: 'A', drawn }])
    expect(right?.hue).not.toBe(wrong?.hue)
    const two = strokesOf([
      { title: 'A', drawn },
      { title: 'B', drawn },
    ])
    expect(two.map(({ name }) => name)).toEqual(['A, right', 'A, wrong', 'B, right', 'B, wrong'])
    expect(two[0]?.hue).toBe(two[1]?.hue)
    expect(two[0]?.hue).not.toBe(two[2]?.hue)
  })
})
