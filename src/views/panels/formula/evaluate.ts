/**
 * The value of a formula that has only numbers left in it: + - * / powers, \frac, \sqrt, exp, log, min, max, clip,
 * absolute values. Anything else (sums, cases, letters) has no value here.
 */
import { clamp } from '../../../core/math.ts'
import { tokenise } from './tex.ts'

const functions: Readonly<Record<string, (...args: readonly number[]) => number>> = {
  '\\exp': Math.exp,
  '\\log': Math.log,
  '\\ln': Math.log,
  '\\min': Math.min,
  '\\max': Math.max,
  '\\operatorname{clip}': (value = Number.NaN, low = Number.NaN, high = Number.NaN) => clamp(value, low, high),
}
const spacing = /^\\(?:[,;:! ]|quad|qquad|left|right|bigl|bigr|Bigl|Bigr|big|Big|biggl|biggr|displaystyle|,)$/
const products = ['\\cdot', '\\times', '*']

class NoValue extends Error {}

/** NaN or infinite where it divides by 0; undefined where the formula is not plain arithmetic. */
export function evaluate(tex: string): number | undefined {
  const tokens = numbersJoined(tokenise(tex).filter(token => !spacing.test(token)))
  const reader = new Reader(tokens)
  try {
    const value = reader.sum()
    return reader.isDone() ? value : undefined
  } catch (error) {
    if (error instanceof NoValue) return undefined
    throw error
  }
}

const fractions = ['\\frac', '\\tfrac', '\\dfrac']

/** Digits and a point that stand side by side are one number; but in `\tfrac12` each digit is an argument. */
function numbersJoined(tokens: readonly string[]): string[] {
  const out: string[] = []
  tokens.forEach((token, i) => {
    const last = out.at(-1)
    const isArgument = fractions.includes(tokens[i - 1] ?? '') || fractions.includes(tokens[i - 2] ?? '')
    if (/^[\d.]$/.test(token) && !isArgument && last !== undefined && /^[\d.]+$/.test(last)) {
      out[out.length - 1] = last + token
    } else out.push(token)
  })
  return out
}

class Reader {
  private at = 0
  constructor(private readonly tokens: readonly string[]) {}

  isDone(): boolean {
    return this.at === this.tokens.length
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false
    this.at++
    return true
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new NoValue()
  }

  sum(): number {
    let total = this.product()
    for (;;) {
      if (this.take('+')) total += this.product()
      else if (this.take('-')) total -= this.product()
      else return total
    }
  }

  private product(): number {
    let value = this.power()
    for (;;) {
      if (this.take('/')) value /= this.power()
      else if (products.some(sign => this.take(sign)) || this.startsFactor()) value *= this.power()
      else return value
    }
  }

  /** Side by side means multiplied: `2 (3)`, `\rho \hat A`. */
  private startsFactor(): boolean {
    const token = this.tokens[this.at]
    return (
      token !== undefined &&
      (/^[\d.]+$/.test(token) || ['(', '{', '[', '\\frac', '\\tfrac', '\\sqrt'].includes(token) || token in functions)
    )
  }

  private power(): number {
    const base = this.atom()
    return this.take('^') ? base ** this.atom() : base
  }

  private atom(): number {
    const token = this.tokens[this.at++]
    if (token === undefined) throw new NoValue()
    if (/^[\d.]+$/.test(token)) return Number(token)
    if (token === '-') return -this.power()
    if (token === '+') return this.power()
    if (fractions.includes(token)) return this.atom() / this.atom()
    if (token === '\\sqrt') return Math.sqrt(this.atom())
    if (token === '{') return this.closed('}')
    if (token === '(') return this.closed(')')
    if (token === '[') return this.closed(']')
    if (token === '|' || token === '\\lvert') return Math.abs(this.closed(token === '|' ? '|' : '\\rvert'))
    const call = functions[token]
    if (!call) throw new NoValue()
    return call(...this.args())
  }

  private closed(end: string): number {
    const value = this.sum()
    this.expect(end)
    return value
  }

  private args(): number[] {
    if (!this.take('(')) return [this.power()]
    const list = [this.sum()]
    while (this.take(',')) list.push(this.sum())
    this.expect(')')
    return list
  }
}
