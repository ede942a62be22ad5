import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conventionNamed } from './conventions.ts'
import { choice, conventionOf, defaultsOf, legalise, number, saidBy } from './params.ts'

const specs = {
  epsilon: number({ label: 'Epsilon', default: 1e-6, trl: 1e-4, min: 0, max: 1, scale: 'log' }),
  group: number({ label: 'Group', default: 8, min: 1, max: 64, integer: true }),
  lone: choice({ label: 'Group of one', options: ['raw', 'zero'], default: 'zero', verl: 'raw' }),
}

describe('defaults and conventions', () => {
  it('defaults take every parameter', () => {
    expect(defaultsOf(specs)).toEqual({ epsilon: 1e-6, group: 8, lone: 'zero' })
  })
  it('a convention takes only what it names', () => {
    expect(conventionOf(specs, 'trl')).toEqual({ epsilon: 1e-4 })
    expect(conventionOf(specs, 'verl')).toEqual({ lone: 'raw' })
    expect(conventionOf(specs, 'paper')).toEqual({})
  })
  it('an older version follows the newest where it names nothing itself; other trainers follow nobody', () => {
    const specs = {
      divisor: number({ label: 'd', default: 2, min: 0, max: 9, verl: 1, by: { 'verl-b178a3c': 3, slime: 4 } }),
      floor: number({ label: 'f', default: 2, min: 0, max: 9, verl: 5 }),
    }
    expect(conventionOf(specs, 'verl-b178a3c')).toEqual({ divisor: 3, floor: 5 })
    expect(conventionOf(specs, 'slime')).toEqual({ divisor: 4 })
    expect(saidBy(specs.floor, 'verl-b178a3c')).toBeUndefined()
    expect(conventionNamed('verl-0.9')).toBe('verl')
  })
})

describe('legalise', () => {
  it('keeps a legal value without a notice', () => {
    expect(legalise('group', specs.group, 8)).toEqual({ value: 8 })
    expect(legalise('group', specs.group, '16')).toEqual({ value: 16 })
    expect(legalise('lone', specs.lone, 'raw')).toEqual({ value: 'raw' })
  })
  it('clamps and rounds with a notice that names the range', () => {
    expect(legalise('group', specs.group, 100)).toEqual({
      value: 64,
      notice: 'group: expected a whole number from 1 to 64, got 100. Taking 64.',
    })
    expect(legalise('group', specs.group, 2.6).value).toBe(3)
    expect(legalise('epsilon', specs.epsilon, Number.POSITIVE_INFINITY).value).toBe(1)
  })
  it.each([undefined, null, '', ' ', 'eight', Number.NaN, {}, []])('takes the default for %j', value => {
    const { value: legal, notice } = legalise('group', specs.group, value)
    expect(legal).toBe(8)
    expect(notice).toContain('expected a number')
  })
  it('knows an option by the names that trainers give it', () => {
    const also = choice({ label: 'e', options: ['k1', 'k2'], default: 'k1', also: { mse: 'k2' } })
    expect(legalise('estimator', also, 'mse')).toEqual({ value: 'k2' })
    expect(legalise('estimator', also, 'toString').notice).toContain('k1, k2')
  })
  it('takes the default for an unknown option', () => {
    expect(legalise('lone', specs.lone, 'Raw').value).toBe('zero')
    expect(legalise('lone', specs.lone, 'Raw').notice).toContain('raw, zero')
  })
  it('whatever comes, the result is legal and legalising it again changes nothing', () => {
    fc.assert(
      fc.property(fc.anything(), anything => {
        for (const [key, spec] of Object.entries(specs)) {
          const { value } = legalise(key, spec, anything)
          expect(legalise(key, spec, value)).toEqual({ value })
        }
      }),
    )
  })
})
