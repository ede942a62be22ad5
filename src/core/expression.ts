/** Arithmetic on whole numbers with exact fractions: reading, writing, comparing and listing expressions. */

export type Operator = '+' | '-' | '*' | '/'

export type Expression = number | { readonly operator: Operator; readonly left: Expression; readonly right: Expression }

/** Lowest terms, positive denominator. */
export interface Fraction {
  readonly top: number
  readonly bottom: number
}

export type Read = { readonly expression: Expression } | { readonly fault: string }

/** Reads infix text with the usual precedence, left to right; no signs, no spaces. The fault is one sentence. */
export function readExpression(text: string): Read {
  let at = 0
  let fault = ''
  const stop = (message: string): Expression => {
    fault ||= message
    return 0
  }
  const atom = (): Expression => {
    const digits = /^\d+/.exec(text.slice(at))?.[0]
    if (digits !== undefined) {
      at += digits.length
      return Number(digits)
    }
    if (text[at] !== '(')
      return stop(at < text.length ? `"${text[at]}" stands where a number should.` : 'It ends too early.')
    at++
    const inner = chain(['+', '-'], product)
    if (text[at] !== ')') return stop('A bracket is not closed.')
    at++
    return inner
  }
  const chain = (operators: readonly Operator[], operand: () => Expression): Expression => {
    let left = operand()
    for (;;) {
      const operator = operators.find(each => each === text[at])
      if (fault || operator === undefined) return left
      at++
      left = { operator, left, right: operand() }
    }
  }
  const product = () => chain(['*', '/'], atom)
  const expression = chain(['+', '-'], product)
  if (!fault && at < text.length) fault = `"${text[at]}" stands where an operator should.`
  return fault ? { fault } : { expression }
}

/** Undefined when something is divided by zero. */
export function evaluate(expression: Expression): Fraction | undefined {
  if (typeof expression === 'number') return { top: expression, bottom: 1 }
  const left = evaluate(expression.left)
  const right = evaluate(expression.right)
  return left && right && combine(expression.operator, left, right)
}

export function combine(operator: Operator, a: Fraction, b: Fraction): Fraction | undefined {
  switch (operator) {
    case '+':
      return lowest(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
    case '-':
      return lowest(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom)
    case '*':
      return lowest(a.top * b.top, a.bottom * b.bottom)
    case '/':
      return b.top === 0 ? undefined : lowest(a.top * b.bottom, a.bottom * b.top)
  }
}

function lowest(top: number, bottom: number): Fraction {
  let [a, b] = [Math.abs(top), Math.abs(bottom)]
  while (b > 0) [a, b] = [b, a % b]
  const scale = bottom < 0 ? -a : a
  return { top: top / scale || 0, bottom: bottom / scale }
}

export const showFraction = ({ top, bottom }: Fraction): string => (bottom === 1 ? `${top}` : `${top}/${bottom}`)

export const numbersIn = (expression: Expression): number[] =>
  typeof expression === 'number' ? [expression] : [...numbersIn(expression.left), ...numbersIn(expression.right)]

/** Operations in the order in which they are carried out. */
export const operationsIn = (expression: Expression): Exclude<Expression, number>[] =>
  typeof expression === 'number'
    ? []
    : [...operationsIn(expression.left), ...operationsIn(expression.right), expression]

const rank = (operator: Operator): number => (operator === '+' || operator === '-' ? 1 : 2)

/** Text with no more brackets than its reading needs. */
export function writeExpression(expression: Expression): string {
  if (typeof expression === 'number') return String(expression)
  const { operator, left, right } = expression
  return between(operator, left, writeExpression(left), right, writeExpression(right))
}

function between(operator: Operator, left: Expression, leftText: string, right: Expression, rightText: string): string {
  const side = (operand: Expression, text: string, least: number) =>
    typeof operand === 'number' || rank(operand.operator) >= least ? text : `(${text})`
  return side(left, leftText, rank(operator)) + operator + side(right, rightText, rank(operator) + 1)
}

/** The same computation with the operands of + and * in a fixed order: 5*(2+1) and (1+2)*5 become equal, 1+2-3 and 1-3+2 do not. */
export function normalise(expression: Expression): Expression {
  if (typeof expression === 'number') return expression
  const { operator } = expression
  const [left, right] = [normalise(expression.left), normalise(expression.right)]
  const swap = (operator === '+' || operator === '*') && writeExpression(left) > writeExpression(right)
  return swap ? { operator, left: right, right: left } : { operator, left, right }
}

export interface Valued {
  readonly expression: Expression
  readonly text: string
  readonly value: Fraction
}

/** All normalised expressions that use every number exactly once; 3,240 for four distinct numbers and four operators. */
export function allExpressions(numbers: readonly number[], operators: readonly Operator[]): Valued[] {
  const known = new Map<number, Valued[]>()
  const from = (subset: number): Valued[] => {
    const before = known.get(subset)
    if (before) return before
    const found: Valued[] = []
    if ((subset & (subset - 1)) === 0) {
      const number = numbers[Math.log2(subset)] ?? 0
      found.push({ expression: number, text: String(number), value: { top: number, bottom: 1 } })
    }
    for (let part = (subset - 1) & subset; part > 0; part = (part - 1) & subset) {
      for (const a of from(part)) for (const b of from(subset ^ part)) found.push(...joined(a, b, operators))
    }
    known.set(subset, found)
    return found
  }
  return from(2 ** numbers.length - 1)
}

/** Ordered pairs come both ways round, so of + and * only the one in normal order is kept. */
function joined(a: Valued, b: Valued, operators: readonly Operator[]): Valued[] {
  const found: Valued[] = []
  for (const operator of operators) {
    if ((operator === '+' || operator === '*') && a.text > b.text) continue
    const value = combine(operator, a.value, b.value)
    if (!value) continue
    const expression = { operator, left: a.expression, right: b.expression }
    found.push({ expression, text: between(operator, a.expression, a.text, b.expression, b.text), value })
  }
  return found
}
