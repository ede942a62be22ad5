import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NumberParam, number } from '../../core/params.ts'
import { trainingSpecs } from '../../core/recipe.ts'
import { nudge, positionOf, valueAt, written } from './scale.ts'

const specs: readonly NumberParam[] = [
  ...Object.values(trainingSpecs).filter(spec => spec.kind === 'number'),
  number({ label: 'KL', default: 0, min: 0, max: 10, scale: 'log' }),
  number({ label: 'clip', default: 0.2, min: 0, max: 1 }),
  number({ label: 'width', default: 0, min: 0, max: 65_536, integer: true, scale: 'log' }),
]
const anySpec = fc.constantFrom(...specs)
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('a slider', () => {
  it('never leaves its range and gives whole numbers where they are asked for', () => {
    fc.assert(
      fc.property(anySpec, share, (spec, position) => {
        const value = valueAt(spec, position)
        expect(value).toBeGreaterThanOrEqual(spec.min)
        expect(value).toBeLessThanOrEqual(spec.max)
        if (spec.integer) expect(Number.isInteger(value)).toBe(true)
      }),
    )
  })

  it('puts the thumb near where it was let go', () => {
    fc.assert(
      fc.property(anySpec, share, (spec, position) => {
        const again = positionOf(spec, valueAt(spec, position))
        const coarse = spec.integer ? 1 / (spec.max - spec.min) + (spec.scale === 'log' ? 0.2 : 0) : 0.05
        expect(Math.abs(again - position)).toBeLessThanOrEqual(0.05 + coarse)
      }),
    )
  })

  it('reaches both ends, and 0 on a logarithmic one', () => {
    for (const spec of specs) {
      expect(valueAt(spec, 0)).toBe(spec.min)
      expect(valueAt(spec, 1)).toBe(spec.max)
      expect(positionOf(spec, spec.min)).toBe(0)
      expect(positionOf(spec, spec.max)).toBe(1)
    }
  })

  it('moves upwards with the thumb', () => {
    fc.assert(
      fc.property(anySpec, share, share, (spec, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        expect(valueAt(spec, low)).toBeLessThanOrEqual(valueAt(spec, high))
      }),
    )
  })
})

describe('an arrow key', () => {
  it('always moves, except at the ends', () => {
    fc.assert(
      fc.property(anySpec, share, fc.constantFrom<1 | -1>(1, -1), (spec, position, by) => {
        const value = valueAt(spec, position)
        const next = nudge(spec, value, by)
        if (value === (by > 0 ? spec.max : spec.min)) expect(next).toBe(value)
        else expect((next - value) * by).toBeGreaterThan(0)
      }),
    )
  })

  it('climbs the ladder of learning rates', () => {
    const rate = trainingSpecs.learningRate
    expect([1, 2, 3].reduce(value => nudge(rate, value, 1), 1e-3)).toBe(5e-3)
    expect(nudge(rate, 1e-6, -1)).toBe(0)
    expect(nudge(rate, 0, 1)).toBeCloseTo(1e-6)
  })
})

describe('a written number', () => {
  it('reads back as itself', () => {
    expect([0.001, 1e-6, 8, 0.28, 2.5e-5, 0].map(written)).toEqual(['0.001', '1e-6', '8', '0.28', '2.5e-5', '0'])
  })
})
