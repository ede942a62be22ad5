import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { domainOf, shade, ticks, visibleValues } from './scales.ts'

describe('scale of a signal', () => {
  it('ends at the 98 % quantile of the distance from the centre, the same on both sides', () => {
    const values = Array.from({ length: 101 }, (_, i) => (i % 2 ? -i : i)) // |v| = 0 .. 100
    expect(domainOf('signed', values)).toEqual({ kind: 'signed', centre: 0, limit: 98 })
  })

  it('does not let one wild token bleach the others', () => {
    const values = [...Array.from({ length: 200 }, () => 1), 1000]
    expect(domainOf('signed', values).limit).toBe(1)
    expect(shade(domainOf('signed', values), 1000)).toEqual({ sign: 1, weight: 1 })
  })

  it('shows a few decisive tokens among fillers that are exactly zero', () => {
    const values = [...Array.from({ length: 200 }, () => 0), -0.5, 0.25]
    expect(domainOf('signed', values).limit).toBe(0.5)
  })

  it('has no colour when every value is the centre, up to float32 noise', () => {
    const domain = domainOf('signed', [1, 1.0000001, 0.9999999], 1)
    expect(domain.limit).toBe(0)
    expect(shade(domain, 1.0000001)).toEqual({ sign: 0, weight: 0 })
  })

  it('measures a ratio from 1', () => {
    const domain = domainOf('signed', [0.5, 1.5], 1)
    expect(shade(domain, 0.75)).toEqual({ sign: -1, weight: expect.closeTo(0.5, 6) })
  })

  it('takes the size of an unsigned value, so that log-probabilities grow darker', () => {
    const domain = domainOf('unsigned', [-4, -2, 0])
    expect(shade(domain, -2).sign).toBe(1)
    expect(shade(domain, -2).weight).toBeCloseTo(2 / domain.limit, 6)
  })

  it('leaves out what is missing, and says nothing about it', () => {
    expect(visibleValues(Float32Array.of(1, Number.NaN, 3), [0, 1, 2, 9])).toEqual([1, 3])
    expect(shade(domainOf('signed', [1]), Number.NaN)).toEqual({ sign: 0, weight: 0 })
    expect(domainOf('signed', []).limit).toBe(0)
  })

  it('is odd: the opposite value has the opposite sign and the same weight', () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), finite, (values, value) => {
        const domain = domainOf('signed', values)
        const [a, b] = [shade(domain, value), shade(domain, -value)]
        expect(a.weight).toBe(b.weight)
        expect(a.sign + b.sign).toBe(0)
        expect(a.weight).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('ticks', () => {
  it('are round and lie inside', () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
    expect(ticks(3, 3, 4)).toEqual([3])
  })
})
