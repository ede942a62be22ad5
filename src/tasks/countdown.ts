import {
  allExpressions,
  type Expression,
  evaluate,
  normalise,
  numbersIn,
  type Operator,
  operationsIn,
  readExpression,
  showFraction,
  type Valued,
  writeExpression,
} from '../core/expression.ts'
import type { Picture } from '../core/picture.ts'
import { drawInteger, permuted, purpose } from '../core/rng.ts'
import { type Base, defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const vocabulary = [...'0123456789+-*/()→=', '.']
const idOf = new Map(vocabulary.map((text, id) => [text, id]))
const end = idOf.get('.') ?? 0
const encode = (text: string): number[] => [...text].map(character => idOf.get(character) ?? end)
const decode = (tokens: readonly number[]): string => tokens.map(id => vocabulary[id] ?? '?').join('')

const allOperators: readonly Operator[] = ['+', '-', '*', '/']
const largestTarget = 99

interface Rules {
  readonly count: number
  /** Operators that suffice; the verifier accepts all four. */
  readonly operators: readonly Operator[]
  /** Targets taken from each set of numbers. */
  readonly targets: number
}
const rules: Readonly<Record<string, Rules>> = {
  easy: { count: 3, operators: ['+', '-'], targets: 3 },
  medium: { count: 3, operators: ['+', '-', '*'], targets: 9 },
}
const rulesOf = (level: Level): Rules => rules[level.id] ?? { count: 3, operators: allOperators, targets: 3 }

const levels: readonly Level[] = [
  {
    id: 'easy',
    title: 'Three numbers, plus and minus',
    note: 'Only the signs and the order have to be found.',
    maxResponse: 8,
    maxPrompt: 7,
    policies: ['gpt-2x64', 'gpt-2x32'],
    pool: 96,
  },
  {
    id: 'medium',
    title: 'Three numbers, with times',
    note: 'Brackets begin to matter.',
    maxResponse: 8,
    maxPrompt: 7,
    policies: ['gpt-2x64'],
    pool: 192,
  },
]

/** Sets of `count` different digits from 1 to 9, ascending. */
const digitSets = (count: number, from = 1): number[][] =>
  count === 0
    ? [[]]
    : Array.from({ length: Math.max(0, 10 - from) }, (_, i) => from + i).flatMap(first =>
        digitSets(count - 1, first + 1).map(rest => [first, ...rest]),
      )

const isTarget = ({ value }: Valued): boolean => value.bottom === 1 && value.top >= 1 && value.top <= largestTarget

const targetsKnown = new Map<string, readonly number[]>()

/** Targets that a set of numbers reaches with the level's operators, ascending. Remembered: listing takes milliseconds. */
function targetsOf(level: Level, numbers: readonly number[]): readonly number[] {
  const { operators } = rulesOf(level)
  const key = `${numbers.join(' ')}${operators.join('')}`
  const known = targetsKnown.get(key)
  if (known) return known
  const reached = allExpressions(numbers, operators).filter(isTarget)
  const targets = [...new Set(reached.map(({ value }) => value.top))].sort((a, b) => a - b)
  targetsKnown.set(key, targets)
  return targets
}

function makeProblem(level: Level, seed: number, index: number): Problem {
  const { count, targets: perSet } = rulesOf(level)
  const sets = digitSets(count)
  const place = placeOf(level.pool, sets.length * perSet, seed, index)
  const set = place % sets.length
  const numbers = sets[set] ?? []
  const targets = targetsOf(level, numbers)
  const target =
    targets[permuted(Math.floor(place / sets.length) % targets.length, targets.length, seed, purpose.problem, set)] ?? 0
  return {
    index,
    prompt: encode(`${numbers.join('')}→${String(target).padStart(2, '0')}=`),
    text: `${numbers.join(', ')} → ${target}`,
    data: { numbers, target },
  }
}

const numbersOf = ({ data }: Problem): readonly number[] =>
  Array.isArray(data.numbers) ? data.numbers.map(Number) : []
const targetOf = ({ data }: Problem): number => Number(data.target)

/** Numbers not used yet, and the first that was used but is not there. */
function usage(given: readonly number[], used: readonly number[]): { left: number[]; alien: number | undefined } {
  const left = [...given]
  for (const number of used) {
    const at = left.indexOf(number)
    if (at < 0) return { left, alien: number }
    left.splice(at, 1)
  }
  return { left, alien: undefined }
}

interface Judged {
  readonly correct: boolean
  readonly note: string
  readonly expression: Expression | undefined
}

function judge(problem: Problem, response: readonly number[]): Judged {
  const wrong = (note: string, expression?: Expression): Judged => ({ correct: false, note, expression })
  const text = decode(response)
  if (!text.endsWith('.')) return wrong('No end: the response was cut off.')
  const read = readExpression(text.slice(0, -1))
  if ('fault' in read) return wrong(`Not an expression: ${read.fault}`)
  const { expression } = read
  const { left, alien } = usage(numbersOf(problem), numbersIn(expression))
  if (alien !== undefined) return wrong(`${alien} is not among the numbers left.`, expression)
  if (left.length > 0) return wrong(`${left.join(' and ')} ${left.length > 1 ? 'are' : 'is'} not used.`, expression)
  const value = evaluate(expression)
  if (!value) return wrong('Something is divided by zero.', expression)
  const target = targetOf(problem)
  if (value.bottom === 1 && value.top === target) return { correct: true, note: `It makes ${target}.`, expression }
  return wrong(`It makes ${showFraction(value)}, not ${target}.`, expression)
}

const solutionsKnown = new Map<string, readonly Expression[]>()

/** Normalised expressions that hit the target. Remembered: listing takes milliseconds. */
function solutions(problem: Problem, operators: readonly Operator[]): readonly Expression[] {
  const key = `${numbersOf(problem).join(' ')}${operators.join('')}${targetOf(problem)}`
  const known = solutionsKnown.get(key)
  if (known) return known
  const found = allExpressions(numbersOf(problem), operators)
    .filter(({ value }) => value.bottom === 1 && value.top === targetOf(problem))
    .map(({ expression }) => expression)
  solutionsKnown.set(key, found)
  return found
}

/** The same computation, the operands of + and * in a drawn order. */
function turned(expression: Expression, draw: () => number): Expression {
  if (typeof expression === 'number') return expression
  const { operator } = expression
  const [left, right] = [turned(expression.left, draw), turned(expression.right, draw)]
  const swap = (operator === '+' || operator === '*') && draw() < 0.5
  return swap ? { operator, left: right, right: left } : { operator, left, right }
}

function drawSolution(level: Level, problem: Problem, draw: () => number): number[] {
  const found = solutions(problem, rulesOf(level).operators)
  return encode(`${writeExpression(turned(found[drawInteger(draw, found.length)] ?? 0, draw))}.`)
}

/** Share of demonstrations that reach the target; the others use every number once and miss. */
const rightShare: Readonly<Record<Base, number>> = { warm: 0.5, strong: 0.85 }

function demonstrate(level: Level, problem: Problem, base: Base, draw: () => number): number[] {
  if (draw() < rightShare[base]) return drawSolution(level, problem, draw)
  let response: number[]
  do {
    response = encode(`${writeExpression(anyExpression(numbersOf(problem), rulesOf(level).operators, draw))}.`)
  } while (judge(problem, response).correct)
  return response
}

/** Two parts at a time are joined until one is left. */
function anyExpression(numbers: readonly number[], operators: readonly Operator[], draw: () => number): Expression {
  const parts: Expression[] = [...numbers]
  const take = (): Expression => parts.splice(drawInteger(draw, parts.length), 1)[0] ?? 0
  while (parts.length > 1) {
    const [left, right] = [take(), take()]
    parts.push({ operator: operators[drawInteger(draw, operators.length)] ?? '+', left, right })
  }
  return take()
}

/** The steps of the computation in order, each with its value. */
function readAs(response: readonly number[]): string {
  const text = decode(response)
  if (!text.endsWith('.')) return `${text}, not finished`
  const read = readExpression(text.slice(0, -1))
  if ('fault' in read) return 'not an expression'
  const steps = operationsIn(read.expression).map(operation => {
    const value = evaluate(operation)
    return `${writeExpression(operation)} = ${value ? showFraction(value) : 'a division by zero'}`
  })
  return steps.join('; then ') || `the number ${writeExpression(read.expression)}`
}

type Line = { text: string; state: 'right' | 'wrong' | 'open'; note: string }

/** The operations in order with their values, then what they amount to. */
function picture(_level: Level, problem: Problem, response: readonly number[]): Picture {
  const text = decode(response)
  const goal = `use ${numbersOf(problem).join(', ')} once each to make ${targetOf(problem)}`
  if (!text.endsWith('.')) {
    const { left, alien } = usage(numbersOf(problem), (text.match(/\d+/g) ?? []).map(Number))
    const note = alien === undefined ? `Left: ${left.join(', ') || 'none'}.` : `${alien} is not among the numbers left.`
    const line: Line = { text, state: alien === undefined ? 'open' : 'wrong', note }
    return { kind: 'lines', lines: response.length === 0 ? [] : [line], goal }
  }
  const { correct, note, expression } = judge(problem, response)
  const lines: Line[] = operationsIn(expression ?? 0).map(operation => {
    const value = evaluate(operation)
    const sides = [operation.left, operation.right].map(side => {
      const part = evaluate(side)
      return part ? showFraction(part) : '?'
    })
    const shown = `${sides[0]}${operation.operator}${sides[1]}`
    return {
      text: value ? `${shown}=${showFraction(value)}` : shown,
      state: value ? 'right' : 'wrong',
      note: writeExpression(operation),
    }
  })
  return {
    kind: 'lines',
    lines: [...lines, { text: text.slice(0, -1), state: correct ? 'right' : 'wrong', note }],
    goal,
  }
}

/**
 * Reach a target with given numbers, each used once. Many right answers per problem: the world in which ROVER counts
 * distinct equations (arXiv 2509.24981); answers are equal when they differ only in the order of + and *.
 */
export default defineTask({
  id: 'countdown',
  title: 'Countdown',
  description:
    'Combine all the given numbers with +, - and × to hit the target. An expression is easy to check and hard to find, and most problems have several right answers: made for search, diversity and pass@k.',
  levels,
  vocabulary,
  end,
  forbidden: encode('0→='),
  problem: makeProblem,
  verify(_level, problem, response) {
    const { correct, note, expression } = judge(problem, response)
    const answer = expression === undefined ? '' : writeExpression(normalise(expression))
    return { reward: correct ? 1 : 0, correct, answer, note }
  },
  reference: drawSolution,
  demonstrate,
  correctAnswers: (_level, problem) => solutions(problem, allOperators).map(writeExpression),
  readAs: (_level, _problem, response) => readAs(response),
  picture,
})
