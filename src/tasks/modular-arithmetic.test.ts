import { describe, expect, it } from 'vitest'
import { stream } from '../core/rng.ts'
import { type Level, type Problem, textOf } from '../core/task.ts'
import { levelOf } from './index.ts'
import task from './modular-arithmetic.ts'

const [easy, medium, hard] = ['easy', 'medium', 'hard'].map(id => levelOf(task, id)) as [Level, Level, Level]
const encode = (text: string) => [...text].map(character => task.vocabulary.indexOf(character))
const sum = (a: number, b: number, operator = '+', digits = 2): Problem => ({
  index: 0,
  prompt: [],
  text: '',
  data: { a, b, operator, digits },
})
const lines = (level: Level, problem: Problem, text: string) => {
  const picture = task.picture(level, problem, encode(text))
  return picture.kind === 'lines' ? picture.lines.map(({ text, state, note }) => [text, state, note]) : []
}

describe('verifier', () => {
  it('accepts exactly one of the hundred answers, the true one', () => {
    for (const [a, b, operator, want] of [
      [17, 25, '+', '42'],
      [85, 49, '+', '34'],
      [0, 0, '+', '00'],
      [17, 25, '-', '92'],
      [40, 9, '-', '31'],
    ] as const) {
      const accepted = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0')).filter(
        answer => task.verify(easy, sum(a, b, operator), encode(`${answer}.`)).correct,
      )
      expect(accepted).toEqual([want])
    }
  })
  it('never trusts the chain: only the last line counts', () => {
    expect(task.verify(easy, sum(17, 25), encode('9c0;9;42.')).correct).toBe(true)
    expect(task.verify(easy, sum(17, 25), encode('2c1;4;32.')).correct).toBe(false)
    expect(task.verify(easy, sum(17, 25), encode('42;42;41.')).correct).toBe(false)
  })
  it.each([
    ['2c1;4;42', 'No end: the response was cut off.'],
    ['2c1;4;.', 'The last line "" is not a number.'],
    ['2c1;4;4+2.', 'The last line "4+2" is not a number.'],
    ['2c1;4;042.', 'The answer 042 does not have 2 digits.'],
    ['42;.', 'The last line "" is not a number.'],
    ['2c1;4;32.', '32, not 42.'],
  ])('says what is wrong with %s', (text, note) => {
    expect(task.verify(easy, sum(17, 25), encode(text))).toMatchObject({ reward: 0, correct: false, note })
  })
})

describe('references', () => {
  it('work out the true answer for every pair of a sample, in both kinds of lines', () => {
    for (const level of task.levels) {
      for (let index = 0; index < 150; index++) {
        const problem = task.problem(level, 0, index)
        const { a, b, operator, digits } = problem.data
        const modulus = 10 ** Number(digits)
        const truth =
          (((operator === '-' ? Number(a) - Number(b) : Number(a) + Number(b)) % modulus) + modulus) % modulus
        const text = textOf(task, task.reference(level, problem, stream(4, index)))
        expect(Number(text.slice(text.lastIndexOf(';') + 1, -1))).toBe(truth)
        expect(lines(level, problem, text).every(([, state]) => state === 'right')).toBe(true)
      }
    }
  })
  it('come in several wordings', () => {
    const wordings = (level: Level, problem: Problem) =>
      new Set(Array.from({ length: 200 }, (_, i) => textOf(task, task.reference(level, problem, stream(5, i)))))
    expect(wordings(medium, sum(17, 25))).toEqual(
      new Set(['7+5=12;1+2+1=4;42.', '5+7=12;1+2+1=4;42.', '7+5=12;2+1+1=4;42.', '5+7=12;2+1+1=4;42.']),
    )
    expect(wordings(easy, sum(17, 25))).toEqual(new Set(['2c1;4;42.']))
    expect(wordings(easy, sum(14, 25))).toEqual(new Set(['9c0;3;39.', '9;3;39.']))
    expect([...wordings(hard, sum(417, 325, '-', 3))]).toContain('2;9c1;0;092.')
  })
})

describe('picture', () => {
  it('finds the line where the carry was forgotten, and does not blame the lines that follow from it', () => {
    expect(lines(easy, sum(17, 25), '2;3;32.')).toEqual([
      ['2', 'wrong', '7+5=12: the carry was forgotten.'],
      ['3', 'right', '1+2=3.'],
      ['32', 'wrong', 'The answer is 42.'],
    ])
    expect(lines(medium, sum(17, 25), '7+5=12;1+2=3;32.')).toEqual([
      ['7+5=12', 'right', '7+5=12.'],
      ['1+2=3', 'wrong', '1+2+1=4: the carry of the line above is not used.'],
      ['32', 'wrong', 'The answer is 42.'],
    ])
  })
  it('leaves the line that is being written open, and judges strange lines wrong', () => {
    expect(lines(easy, sum(17, 25), '2c1;')).toEqual([['2c1', 'right', '7+5=12.']])
    expect(lines(easy, sum(17, 25), '2c1;4')).toEqual([
      ['2c1', 'right', '7+5=12.'],
      ['4', 'open', 'Still being written.'],
    ])
    expect(lines(easy, sum(17, 25), '2c;4c0;;').map(([, state]) => state)).toEqual(['wrong', 'wrong', 'wrong'])
    expect(lines(medium, sum(17, 25), '8+5=12;').map(([, state]) => state)).toEqual(['wrong'])
  })
})

it.each([
  [easy, '4c1;3;34.', 'last digit 4, carry 1; tens 3; answer 34'],
  [easy, '4;3;34.', 'last digit 4; tens 3; answer 34'],
  [easy, '34.', 'answer 34'],
  [easy, '4c1;+', 'last digit 4, carry 1; “+” is no line; cut off'],
  [medium, '9+5=14;0+2+1=3;34.', 'last digit 4, carry 1; tens 3; answer 34'],
])('reads a response aloud: %#', (level, text, want) => {
  expect(task.readAs(level, sum(9, 25), encode(text))).toBe(want)
})
