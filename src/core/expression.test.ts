import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allExpressions,
  combine,
  type Expression,
  evaluate,
  normalise,
  numbersIn,
  operationsIn,
  readExpression,
  showFraction,
  writeExpression,
} from './expression.ts'

const { expression: any } = fc.letrec<{ expression: Expression }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.integer({ min: 0, max: 99 }),
    fc.record({
      operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
      left: tie('expression'),
      right: tie('expression'),
    }),
  ),
}))
const valueOfText = (text: string): string | undefined => {
  const read = readExpression(text)
  if ('fault' in read) return read.fault
  const value = evaluate(read.expression)
  return value && showFraction(value)
}

describe('reading', () => {
  it.each([
    ['2+3*4', '14'],
    ['(2+3)*4', '20'],
    ['9-3-2', '4'],
    ['9-(3-2)', '8'],
    ['8/2/2', '2'],
    ['7/2', '7/2'],
    ['1/3+1/6', '1/2'],
    ['2-9', '-7'],
    ['1/(2-9)', '-1/7'],
    ['12*12', '144'],
    ['((5))', '5'],
  ])('%s is %s', (text, value) => {
    expect(valueOfText(text)).toBe(value)
  })
  it('knows division by zero', () => {
    expect(valueOfText('4/(2-2)')).toBeUndefined()
    expect(valueOfText('0/5')).toBe('0')
  })
  it.each(['', '+', '1+', '(1', '1)', '()', '1(2)', '(1)2', '1++2', '-1', '1 +2', 'a', '1=1', '.'])(
    'refuses %j with a sentence',
    text => {
      const read = readExpression(text)
      expect('fault' in read && read.fault).toMatch(/\.$/)
    },
  )
})

describe('writing', () => {
  it('comes back unchanged, whatever the expression', () => {
    fc.assert(
      fc.property(any, expression => {
        expect(readExpression(writeExpression(expression))).toEqual({ expression })
      }),
    )
  })
  it('uses no bracket that reading does not need', () => {
    for (const text of ['1+2+3', '1-(2+3)', '(1+2)*3', '1*2/3', '1/(2*3)', '1+2*3']) {
      const read = readExpression(text)
      expect('expression' in read && writeExpression(read.expression)).toBe(text)
    }
  })
})

describe('normal order', () => {
  const normal = (text: string) => {
    const read = readExpression(text)
    return 'expression' in read ? writeExpression(normalise(read.expression)) : read.fault
  }
  it('ignores the order of + and *, and nothing else', () => {
    expect(normal('5*(2+1)')).toBe(normal('(1+2)*5'))
    expect(normal('1+2-3')).not.toBe(normal('1-3+2'))
    expect(normal('6/2')).not.toBe(normal('2/6'))
  })
  it('keeps the value and the numbers', () => {
    fc.assert(
      fc.property(any, expression => {
        const ordered = normalise(expression)
        expect(evaluate(ordered)).toEqual(evaluate(expression))
        expect(numbersIn(ordered).sort()).toEqual(numbersIn(expression).sort())
        expect(operationsIn(ordered)).toHaveLength(numbersIn(expression).length - 1)
        expect(normalise(ordered)).toEqual(ordered)
      }),
    )
  })
})

describe('fractions', () => {
  it('agree with floating point and stay in lowest terms', () => {
    const number = fc.integer({ min: -20, max: 20 })
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 9 }), number, fc.integer({ min: 1, max: 9 }), (a, b, c, d) => {
        const [left, right] = [
          combine('/', { top: a, bottom: 1 }, { top: b, bottom: 1 }),
          combine('/', { top: c, bottom: 1 }, { top: d, bottom: 1 }),
        ]
        if (!left || !right) throw new Error('denominators are positive')
        const product = combine('*', left, right)
        const difference = combine('-', left, right)
        expect((product?.top ?? 0) / (product?.bottom ?? 1)).toBeCloseTo(((a / b) * c) / d, 10)
        expect((difference?.top ?? 0) / (difference?.bottom ?? 1)).toBeCloseTo(a / b - c / d, 10)
        expect(difference?.bottom).toBeGreaterThan(0)
      }),
    )
  })
})

describe('listing', () => {
  it('finds the 6 expressions of a pair and 108 of a triple, all normal and all different', () => {
    expect(
      allExpressions([3, 5], ['+', '-', '*', '/'])
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['3*5', '3+5', '3-5', '3/5', '5-3', '5/3'])
    const triple = allExpressions([3, 5, 8], ['+', '-', '*', '/'])
    expect(triple).toHaveLength(108)
    expect(new Set(triple.map(({ text }) => text)).size).toBe(108)
    for (const { expression, text, value } of triple) {
      expect(writeExpression(expression)).toBe(text)
      expect(writeExpression(normalise(expression))).toBe(text)
      expect(evaluate(expression)).toEqual(value)
      expect(numbersIn(expression).sort()).toEqual([3, 5, 8])
    }
  })
})
