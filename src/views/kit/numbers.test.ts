import { expect, it } from 'vitest'
import { count, fixed, percent, probability, short, signed, texNumber } from './numbers.ts'

it('writes a true minus sign, and never a negative zero', () => {
  expect(fixed(-0.5)).toBe('−0.50')
  expect(fixed(-0.001)).toBe('0.00')
  expect(signed(0.25)).toBe('+0.25')
  expect(signed(0.001)).toBe('0.00')
  expect(fixed(Number.NaN)).toBe('–')
  expect(fixed(Number.NEGATIVE_INFINITY)).toBe('−∞')
})

it('keeps about three digits at any size', () => {
  expect([1184, 12.44, 0.5354, 0.2, 0, -3, 1e-6, 0.00012, 250.4].map(short)).toEqual([
    '1184',
    '12.4',
    '0.535',
    '0.2',
    '0',
    '−3',
    '1e-6',
    '1.2e-4',
    '250',
  ])
})

it('writes shares and probabilities', () => {
  expect(percent(0.715)).toBe('72\u202f%')
  expect([0.62, 1, 0.001, 0].map(probability)).toEqual(['.62', '1.00', '<.01', '.00'])
})

it('writes TeX with powers of ten and parentheses around negative numbers inside', () => {
  expect(texNumber(1e-6)).toBe('10^{-6}')
  expect(texNumber(-1.2e-4)).toBe('(-1.2{\\cdot}10^{-4})')
  expect(texNumber(-0.5)).toBe('(-0.5)')
  expect(texNumber(-0.5, 'alone')).toBe('-0.5')
})

it('counts', () => {
  expect([count(1, 'group'), count(2, 'group'), count(2, 'leaf', 'leaves')]).toEqual([
    '1 group',
    '2 groups',
    '2 leaves',
  ])
})
