import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bounded, show, unmasked } from './show.ts'

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

it('shows a program with all that would run', () => {
  expect(unmasked('a\n\tb')).toBe('a\n\tb')
  expect(unmasked('x\u202E\u200By\r\n\u0000')).toBe('x\\u{202e}\\u{200b}y\\r\n\\u0000')
})

describe('show', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['a "b"', '"a \\"b\\""'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [[1, 'a', null], '[1,"a",null]'],
    [{ a: { b: [] } }, '{"a":{"b":[]}}'],
    [() => 1, 'function'],
    [12n, '12'],
  ])('writes %o in JSON form', (value, text) => {
    expect(show(value)).toBe(text)
  })

  it('is one line of at most 60 printable characters, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), value => {
        const text = show(value)
        expect(text.length).toBeLessThanOrEqual(60)
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
      }),
    )
  })

  it('escapes what clears a terminal, breaks a line or turns text round', () => {
    expect(show('a\nb')).toBe('"a\\nb"')
    expect(show('\u001b[2J')).toBe('"\\u001b[2J"')
    expect(show('\u009b2J')).toBe('"\\u{9b}2J"')
    expect(show('\u202egpj')).toBe('"\\u{202e}gpj"')
    expect(show({ 'a\u0007': 1 })).toBe('{"a\\u0007":1}')
  })

  it('survives any depth, width and length, and marks what it leaves out', () => {
    expect(show(nested(20_000))).toBe('[[[[[…]]]]]')
    const wide = Array.from({ length: 1_000 }, () => nested(30))
    for (const value of ['z'.repeat(3e6), wide, Array.from({ length: 1e6 }, () => 1)]) {
      expect(show(value)).toHaveLength(60)
      expect(show(value)).toMatch(/…$/)
    }
  })
})

describe('bounded', () => {
  it('leaves a short text as it is', () => {
    expect(bounded('expected a "number", π', 30)).toBe('expected a "number", π')
  })
  it('cuts at the length that is asked for, escapes included', () => {
    expect(bounded('\u0000'.repeat(50), 20)).toHaveLength(20)
    expect(bounded('abcdef', 5)).toBe('abcd…')
  })
})
