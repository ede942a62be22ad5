import type { Picture } from '../core/picture.ts'
import { drawInteger, drawWeighted } from '../core/rng.ts'
import { defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const base = 10
const vocabulary = [...'0123456789~.+=']
const V = vocabulary.length
const [wait, end, plus, equals] = [10, 11, 12, 13] as const
const isDigit = (token: number): boolean => token < base
const decode = (tokens: readonly number[]): string => tokens.map(id => vocabulary[id] ?? '?').join('')

interface Rules {
  /** How many numbers a problem may have, in turn. */
  readonly terms: readonly number[]
  readonly maxResponse: number
}
const rules: Readonly<Record<string, Rules>> = {
  easy: { terms: [2, 3, 4], maxResponse: 16 },
  tight: { terms: [2, 3, 4], maxResponse: 8 },
  hard: { terms: [2, 4, 6], maxResponse: 20 },
}
const rulesOf = (level: Level): Rules => rules[level.id] ?? { terms: [2, 3, 4], maxResponse: level.maxResponse }

const levels: readonly Level[] = (
  [
    ['easy', 'Room to ramble', 'Two to four numbers, 16 tokens: no sum needs more than four.', ['tabular', 'gpt-2x32']],
    ['tight', 'Tight limit', 'The same sums within 8 tokens: whoever rambles is cut off.', ['tabular']],
    ['hard', 'Two to six numbers', 'Sums that need one thought beside sums that need five.', ['gpt-2x32', 'tabular']],
  ] as const
).map(([id, title, note, policies]) => ({
  id,
  title,
  note,
  maxResponse: rules[id]?.maxResponse ?? 0,
  maxPrompt: 2 * Math.max(...(rules[id]?.terms ?? [])),
  policies,
  pool: 192,
}))

const termsOf = ({ data }: Problem): readonly number[] => (Array.isArray(data.terms) ? data.terms.map(Number) : [])

/** Last digits of the running totals: one per thought that the problem needs, the answer last. */
function totalsOf(problem: Problem): number[] {
  const [first = 0, ...rest] = termsOf(problem)
  let total = first
  return rest.map(term => {
    total = (total + term) % base
    return total
  })
}

interface Progress {
  /** Digits written, at most one more than are needed. */
  readonly thoughts: number
  /** Digits that are missing; -1 when there are too many. */
  readonly left: number
  /** The last digit written; before any thought the first number. */
  readonly value: number
  /** The number to add next; undefined when all are added. */
  readonly next: number | undefined
  /** Whether `value` is the running total that is due here. */
  readonly onTrack: boolean
}

function progressOf(problem: Problem, response: readonly number[]): Progress {
  const terms = termsOf(problem)
  const totals = totalsOf(problem)
  const digits = response.filter(isDigit)
  const thoughts = Math.min(digits.length, totals.length + 1)
  const value = digits.at(-1) ?? terms[0] ?? 0
  const onTrack = thoughts === 0 || value === totals[thoughts - 1]
  return { thoughts, left: totals.length - thoughts, value, next: terms[thoughts + 1], onTrack }
}

/**
 * [V] weights of the base policy's next token. It rambles, above all when it is done; now and then it stops too early, and
 * where a total passes ten it likes to write one too many.
 */
function baseRow(value: number, next: number | undefined): number[] {
  const stray = next === undefined ? 0.0003 : 0.003
  const row: number[] = vocabulary.map((_, id) => (isDigit(id) ? stray : 0))
  row[wait] = next === undefined ? 0.75 : 0.3
  row[end] = next === undefined ? 0.22 : 0.06
  if (next === undefined) return row
  const total = value + next
  row[total % base]! += total < base ? 0.6 : 0.36
  if (total >= base) row[(total + 1) % base]! += 0.24
  return row
}

/** A table cannot tell 8 from 9. So some of its totals stay wrong, however long it learns. */
const blurred = 8
const readings = blurred + 1
const lost = base * readings
const [lostRow, doneRow, doneWrongRow] = [lost, lost + 1, lost + 2]
const rowCount = lost + 3

/** Within a sum: what it last wrote and reads next. Afterwards, or once it is lost: only that, and that it is lost. */
function rowOf(problem: Problem, response: readonly number[]): number {
  const { value, next, onTrack } = progressOf(problem, response)
  if (next === undefined) return onTrack ? doneRow : doneWrongRow
  return onTrack ? value * readings + Math.min(next, blurred) : lostRow
}

/** What the future depends on under a table: which digits are wrong matters no more, unless stopping now is lucky. */
function stateOf(problem: Problem, response: readonly number[]): number {
  const { thoughts, value, onTrack } = progressOf(problem, response)
  const lucky = value === totalsOf(problem).at(-1)
  return 8 * thoughts + (onTrack ? 4 : 0) + (lucky ? 2 : 0) + (response.at(-1) === end ? 1 : 0)
}

function startRow(row: number): number[] {
  if (row === doneRow || row === doneWrongRow) return baseRow(0, undefined)
  const all = (pairs: readonly (readonly [number, number])[]) =>
    vocabulary.map((_, id) => pairs.reduce((sum, [value, next]) => sum + baseRow(value, next)[id]!, 0) / pairs.length)
  const digits = Array.from({ length: base }, (_, digit) => digit)
  if (row === lostRow) return all(digits.flatMap(value => digits.map(next => [value, next] as const)))
  const [value, reading] = [Math.floor(row / readings), row % readings]
  return all(digits.filter(next => Math.min(next, blurred) === reading).map(next => [value, next] as const))
}

/** Finite where the weight is 0: those tokens are forbidden anyway. */
const logit = (weight: number): number => (weight > 0 ? Math.log(weight) : -20)

function makeProblem(level: Level, seed: number, index: number): Problem {
  const { terms: counts } = rulesOf(level)
  const count = counts[index % counts.length] ?? 2
  const place = placeOf(level.pool / counts.length, base ** count, seed, Math.floor(index / counts.length))
  const terms = Array.from({ length: count }, (_, i) => Math.floor(place / base ** i) % base)
  const prompt = terms.flatMap((term, i) => [term, i === count - 1 ? equals : plus])
  return { index, prompt, text: `${terms.join('+')} mod ${base}`, data: { terms } }
}

const times = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

function judge(problem: Problem, response: readonly number[]): { answer: string; correct: boolean; note: string } {
  const wrong = (answer: string, note: string) => ({ answer, correct: false, note })
  if (response.at(-1) !== end) return wrong('', `No end after ${times(response.length, 'token')}: cut off.`)
  const digits = response.filter(isDigit)
  const answer = digits.at(-1)
  if (answer === undefined) return wrong('', 'It stops without an answer.')
  const { left } = progressOf(problem, response)
  const totals = totalsOf(problem)
  if (left < 0) return wrong(`${answer}`, `It goes on adding: ${digits.length} totals where ${totals.length} are due.`)
  const spare = response.length - totals.length - 1
  if (answer !== totals.at(-1)) {
    const why = left > 0 ? `it stops ${times(left, 'thought')} early` : 'a total went wrong'
    return wrong(`${answer}`, `${answer} is not ${totals.at(-1)}: ${why}.`)
  }
  const cost = left > 0 ? 'by luck: it stopped early' : spare > 0 ? `${times(spare, 'token')} wasted` : 'nothing wasted'
  return { answer: `${answer}`, correct: true, note: `${answer} is right, ${cost}.` }
}

function readAs(response: readonly number[]): string {
  const digits = response.filter(isDigit)
  const waits = response.filter(token => token === wait).length
  const totals = digits.length > 1 ? [`running totals ${digits.slice(0, -1).join(', ')}`] : []
  const answer = response.at(-1) === end ? `answer ${digits.at(-1) ?? 'missing'}` : 'cut off'
  return [...totals, ...(waits > 0 ? [times(waits, 'wait')] : []), answer].join('; ')
}

function picture(problem: Problem, response: readonly number[]): Picture {
  const totals = totalsOf(problem)
  const lines: { text: string; state: 'right' | 'wrong' | 'open'; note: string }[] = []
  let from = 0
  response.forEach((token, at) => {
    if (!isDigit(token)) return
    const { value, next, left } = progressOf(problem, response.slice(0, at))
    const right = next !== undefined && token === (value + next) % base
    const sum = next === undefined ? 'Nothing is left to add' : `${value}+${next}=${value + next}`
    const note = `${sum}${right ? '' : `, not ${token}`}.${left === 1 ? ' The answer.' : ''}`
    lines.push({ text: decode(response.slice(from, at + 1)), state: right ? 'right' : 'wrong', note })
    from = at + 1
  })
  const rest = decode(response.slice(from))
  if (rest.endsWith('.')) {
    const { correct, note } = judge(problem, response)
    lines.push({ text: rest, state: correct ? 'right' : 'wrong', note })
  } else if (rest !== '') lines.push({ text: rest, state: 'open', note: `${times(rest.length, 'wait')}.` })
  return { kind: 'lines', lines, goal: `${problem.text} = ${totals.at(-1)}` }
}

function demonstrate(level: Level, problem: Problem, draw: () => number): number[] {
  const response: number[] = []
  while (response.length < level.maxResponse && response.at(-1) !== end) {
    const { value, next } = progressOf(problem, response)
    response.push(drawWeighted(draw, baseRow(value, next)))
  }
  return response
}

function reference(level: Level, problem: Problem, draw: () => number): number[] {
  const totals = totalsOf(problem)
  let spare = level.maxResponse - totals.length - 1
  const waits = () => {
    const some = Math.min(spare, drawInteger(draw, 3))
    spare -= some
    return new Array<number>(some).fill(wait)
  }
  return [...totals.flatMap(total => [...waits(), total]), ...waits(), end]
}

/**
 * Sums that need one thought per number, with waits (~) that achieve nothing. Right and wrong answers of every length:
 * the world of length biases, prices and budgets. The table learns the sums it can read, knows when it is done, and feels
 * that it is lost without knowing why. Length bias needs that: where nothing tells wrong from right before the end, what
 * the average within responses does to both cancels out.
 */
export default defineTask({
  id: 'length-budget',
  title: 'Length budget',
  description:
    'Add numbers one at a time, writing the last digit of each running total; ~ is a wait that achieves nothing, an answer given early is a guess, and a response that is cut off earns nothing. Right and wrong answers come short and long: made for watching what methods do to length. A table knows when it has gone wrong, and then length bias makes it ramble; the small network does not, and hardly drifts.',
  levels,
  vocabulary,
  end,
  forbidden: [plus, equals],
  problem: makeProblem,
  verify(_level, problem, response) {
    const { answer, correct, note } = judge(problem, response)
    return { reward: correct ? 1 : 0, correct, answer, note }
  },
  reference,
  demonstrate: (level, problem, _base, draw) => demonstrate(level, problem, draw),
  startLogits: () =>
    Float32Array.from({ length: rowCount * V }, (_, at) => logit(startRow(Math.floor(at / V))[at % V]!)),
  correctAnswers: (_level, problem) => [`${totalsOf(problem).at(-1)}`],
  rows: () => ({ count: rowCount, rowOf }),
  enumeration: level => ({
    states: 8 * (Math.max(...rulesOf(level).terms) + 1),
    stateOf,
  }),
  answerNow: [end],
  readAs: (_level, _problem, response) => readAs(response),
  picture: (_level, problem, response) => picture(problem, response),
})
