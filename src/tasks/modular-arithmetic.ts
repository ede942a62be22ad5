import type { Picture } from '../core/picture.ts'
import { type Base, defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const vocabulary = [...'0123456789+-=;c', '.']
const idOf = new Map(vocabulary.map((text, id) => [text, id]))
const end = idOf.get('.') ?? 0
const encode = (text: string): number[] => [...text].map(character => idOf.get(character) ?? end)
const decode = (tokens: readonly number[]): string => tokens.map(id => vocabulary[id] ?? '?').join('')

interface Rules {
  /** Digits of each operand; several make problems of mixed length. */
  readonly digits: readonly number[]
  readonly operators: readonly ('+' | '-')[]
  /** `short` lines write the digit and the carry (2c1), `long` lines the whole sum (7+5=12). */
  readonly lines: 'short' | 'long'
}
const rules: Readonly<Record<string, Rules>> = {
  easy: { digits: [2], operators: ['+'], lines: 'short' },
  medium: { digits: [2], operators: ['+'], lines: 'long' },
  hard: { digits: [3], operators: ['+', '-'], lines: 'short' },
  mixed: { digits: [1, 2, 3], operators: ['+'], lines: 'short' },
}
const rulesOf = (level: Level): Rules => rules[level.id] ?? { digits: [2], operators: ['+'], lines: 'short' }

const levels: readonly Level[] = [
  {
    id: 'easy',
    title: 'Two digits, short lines',
    note: 'One line per column: the digit, and c1 when it carries.',
    maxResponse: 10,
    maxPrompt: 6,
    policies: ['gpt-2x32', 'gpt-2x64'],
    pool: 256,
  },
  {
    id: 'medium',
    title: 'Two digits, spelled out',
    note: 'Every column is written as a sum; lines that say the same come in several orders.',
    maxResponse: 20,
    maxPrompt: 6,
    policies: ['gpt-2x64'],
    pool: 256,
  },
  {
    id: 'hard',
    title: 'Three digits, plus and minus',
    note: 'Two carries or borrows to remember.',
    maxResponse: 16,
    maxPrompt: 8,
    policies: ['gpt-2x64'],
    pool: 512,
  },
  {
    id: 'mixed',
    title: 'One to three digits',
    note: 'Problems of very different difficulty in one pool: made for curricula.',
    maxResponse: 16,
    maxPrompt: 8,
    policies: ['gpt-2x64'],
    pool: 240,
  },
]

interface Sum {
  readonly a: number
  readonly b: number
  readonly sign: 1 | -1
  readonly digits: number
}
const sumOf = ({ data }: Problem): Sum => ({
  a: Number(data.a),
  b: Number(data.b),
  sign: data.operator === '-' ? -1 : 1,
  digits: Number(data.digits),
})
const modulus = ({ digits }: Sum): number => 10 ** digits
const pad = (value: number, digits: number): string => String(value).padStart(digits, '0')
const answerOf = (sum: Sum): string =>
  pad((((sum.a + sum.sign * sum.b) % modulus(sum)) + modulus(sum)) % modulus(sum), sum.digits)

/** Digit of the operands in a column; column 0 is the units. */
const digitAt = (value: number, column: number): number => Math.floor(value / 10 ** column) % 10

/** One column worked out: total before the carry is split off, its digit, and the carry (or borrow) into the next. */
function work({ a, b, sign }: Sum, column: number, carryIn: number) {
  const [x, y] = [digitAt(a, column), digitAt(b, column)]
  const total = x + sign * (y + carryIn)
  const digit = ((total % 10) + 10) % 10
  return { x, y, total, digit, carry: total > 9 || total < 0 ? 1 : 0 }
}

/**
 * What can go wrong in a demonstrated chain: chances, all 0 for a reference. Most slips are habits, one decision shared by
 * all problems, so that a base policy knows the sums and has to unlearn the habits.
 */
interface Slips {
  readonly forgetCarry: number
  readonly ignoreCarry: number
  /** The answer is copied in the order in which its digits were found, units first. */
  readonly reverse: number
  /** A digit is off by one. */
  readonly digit: number
}
const none: Slips = { forgetCarry: 0, ignoreCarry: 0, reverse: 0, digit: 0 }
const slipsOf: Readonly<Record<Base, Slips>> = {
  warm: { forgetCarry: 0.65, ignoreCarry: 0.2, reverse: 0.6, digit: 0.02 },
  strong: { forgetCarry: 0.12, ignoreCarry: 0.05, reverse: 0.08, digit: 0.02 },
}

const beside = (digit: number, draw: () => number): number => (digit + (draw() < 0.5 ? 1 : 9)) % 10

/** A worked chain and its answer, with slips; later lines build on what earlier lines wrote. */
function chain(level: Level, sum: Sum, slips: Slips, draw: () => number): string {
  const lines: string[] = []
  let answer = ''
  let carry = 0
  for (let column = 0; column < sum.digits; column++) {
    const worked = work(sum, column, carry > 0 && draw() < slips.ignoreCarry ? 0 : carry)
    const digit = draw() < slips.digit ? beside(worked.digit, draw) : worked.digit
    const last = column === sum.digits - 1
    const written = worked.carry > 0 && !last && draw() < slips.forgetCarry ? 0 : worked.carry
    lines.push(
      rulesOf(level).lines === 'short'
        ? shortLine(digit, written, last, draw)
        : longLine(worked.x, worked.y, carry, 10 * written + digit, draw),
    )
    answer = digit + answer
    carry = written
  }
  if (draw() < slips.reverse) answer = [...answer].reverse().join('')
  return `${lines.join(';')};${answer}.`
}

/** The digit, then the carry unless nothing follows; "c0" may be left out. */
const shortLine = (digit: number, carry: number, last: boolean, draw: () => number): string =>
  last || (carry === 0 && draw() < 0.5) ? `${digit}` : `${digit}c${carry}`

const longLine = (x: number, y: number, carry: number, total: number, draw: () => number): string =>
  `${draw() < 0.5 ? `${x}+${y}` : `${y}+${x}`}${carry > 0 ? '+1' : ''}=${total}`

/** The final line of a finished response, or why there is none. */
function read(sum: Sum, response: readonly number[]): { answer: string; fault: string } {
  const text = decode(response)
  if (!text.endsWith('.')) return { answer: '', fault: 'No end: the response was cut off.' }
  const last = text.slice(text.lastIndexOf(';') + 1, -1)
  if (!/^\d+$/.test(last)) return { answer: '', fault: `The last line "${last}" is not a number.` }
  if (last.length !== sum.digits) return { answer: '', fault: `The answer ${last} does not have ${sum.digits} digits.` }
  return { answer: last, fault: '' }
}

interface Judged {
  readonly state: 'right' | 'wrong' | 'open'
  readonly note: string
  /** The carry that this line hands to the next. */
  readonly carry: number
}

/** What a line claims, in either form. */
function readLine(line: string) {
  const long = /^(\d)\+(\d)(\+1)?=(\d{1,2})$/.exec(line)
  if (long) {
    const stated = Number(long[4])
    const addends = [Number(long[1]), Number(long[2])]
    return { addends, usesCarry: long[3] !== undefined, digit: stated % 10, carry: Math.floor(stated / 10) }
  }
  const short = /^(\d)(?:c([01]))?$/.exec(line)
  return short && { addends: undefined, usesCarry: undefined, digit: Number(short[1]), carry: Number(short[2] ?? 0) }
}

/** Judges one column's line, taking the carry of the line before it as written. */
function judgeLine(sum: Sum, column: number, carryIn: number, line: string): Judged {
  const { x, y, total, digit, carry } = work(sum, column, carryIn)
  const operator = sum.sign < 0 ? '-' : '+'
  const should = `${x}${operator}${y}${carryIn > 0 ? `${operator}1` : ''}=${total}`
  const claim = readLine(line)
  if (!claim) return { state: 'wrong', note: `Not a line of the form expected for ${should}.`, carry: 0 }
  const wrong = (note: string): Judged => ({ state: 'wrong', note: `${should}: ${note}`, carry: claim.carry })
  const { addends, usesCarry } = claim
  if (addends && Math.min(...addends) !== Math.min(x, y)) return wrong('these are not the digits of the column.')
  if (addends && Math.max(...addends) !== Math.max(x, y)) return wrong('these are not the digits of the column.')
  if (usesCarry !== undefined && usesCarry !== carryIn > 0) {
    return wrong(carryIn > 0 ? 'the carry of the line above is not used.' : 'there is no carry to add.')
  }
  if (claim.digit !== digit) return wrong(`the digit is ${digit}.`)
  const last = column === sum.digits - 1
  if (!last && claim.carry !== carry) return wrong(carry > 0 ? 'the carry was forgotten.' : 'nothing to carry.')
  return { state: 'right', note: `${should}.`, carry: claim.carry }
}

const columnNames: readonly string[] = ['last digit', 'tens', 'hundreds']

/** What the lines claim, column by column, then the answer. */
function readAs(sum: Sum, response: readonly number[]): string {
  const text = decode(response)
  const over = text.endsWith('.')
  const lines = (over ? text.slice(0, -1) : text).split(';')
  const answer = over ? lines.pop() : undefined
  const claims = lines.map((line, column) => {
    const claim = readLine(line)
    if (!claim || column >= sum.digits) return `“${line}” is no line`
    const carries = column < sum.digits - 1 && claim.carry > 0
    return `${columnNames[column] ?? `column ${column + 1}`} ${claim.digit}${carries ? `, carry ${claim.carry}` : ''}`
  })
  return [...claims, answer === undefined ? 'cut off' : `answer ${answer}`].join('; ')
}

function picture(_level: Level, problem: Problem, response: readonly number[]): Picture {
  const sum = sumOf(problem)
  const text = decode(response)
  const over = text.endsWith('.')
  const parts = (over ? text.slice(0, -1) : text).split(';')
  const lines: { text: string; state: 'right' | 'wrong' | 'open'; note: string }[] = []
  let carry = 0
  parts.forEach((part, i) => {
    const final = i === parts.length - 1
    if (final && !over) {
      if (part !== '') lines.push({ text: part, state: 'open', note: 'Still being written.' })
    } else if (final) {
      const { answer, fault } = read(sum, response)
      const right = answer === answerOf(sum)
      lines.push({
        text: part,
        state: right ? 'right' : 'wrong',
        note: fault || (right ? 'The answer.' : `The answer is ${answerOf(sum)}.`),
      })
    } else if (i >= sum.digits) {
      lines.push({ text: part, state: 'wrong', note: 'More lines than columns.' })
    } else {
      const judged = judgeLine(sum, i, carry, part)
      carry = judged.carry
      lines.push({ text: part, state: judged.state, note: judged.note })
    }
  })
  return { kind: 'lines', lines, goal: `${problem.text} = ${answerOf(sum)}` }
}

/** Operands from one number: the place of the problem among all problems of its length. */
function makeProblem(level: Level, seed: number, index: number): Problem {
  const { digits: lengths, operators } = rulesOf(level)
  const digits = lengths[index % lengths.length] ?? 2
  const size = 10 ** digits
  const space = size * size * operators.length
  const place = placeOf(level.pool / lengths.length, space, seed, Math.floor(index / lengths.length))
  const [a, b] = [Math.floor(place / size) % size, place % size]
  const operator = operators[Math.floor(place / (size * size))] ?? '+'
  const asked = `${pad(a, digits)}${operator}${pad(b, digits)}`
  return { index, prompt: encode(`${asked}=`), text: `${asked} mod ${size}`, data: { a, b, operator, digits } }
}

/** Column sums with a carry: the default world. The answer alone is judged; the chain may be right, wrong or missing. */
export default defineTask({
  id: 'modular-arithmetic',
  title: 'Modular arithmetic',
  description:
    'Add (or subtract) two numbers column by column and write the result modulo a power of ten. The reward looks at the last line only, so a forgotten carry costs everything: made for watching which token was to blame.',
  levels,
  vocabulary,
  end,
  forbidden: encode('-'),
  problem: makeProblem,
  verify(_level, problem, response) {
    const sum = sumOf(problem)
    const { answer, fault } = read(sum, response)
    if (fault) return { reward: 0, correct: false, answer, note: fault }
    if (answer === answerOf(sum)) return { reward: 1, correct: true, answer, note: `${answer} is right.` }
    return { reward: 0, correct: false, answer, note: `${answer}, not ${answerOf(sum)}.` }
  },
  answerFrom: response => (response.at(-1) === end ? decode(response).lastIndexOf(';') + 1 : undefined),
  reference: (level, problem, draw) => encode(chain(level, sumOf(problem), none, draw)),
  demonstrate: (level, problem, base, draw) => encode(chain(level, sumOf(problem), slipsOf[base], draw)),
  correctAnswers: (_level, problem) => [answerOf(sumOf(problem))],
  readAs: (_level, problem, response) => readAs(sumOf(problem), response),
  picture,
})
