import { describe, expect, it } from 'vitest'
import { stream } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import countdown from './countdown.ts'
import { levelOf } from './index.ts'

const easy = levelOf(countdown, 'easy')
const encode = (text: string) => [...text].map(character => countdown.vocabulary.indexOf(character))
const problem: Problem = {
  index: 0,
  prompt: encode('358→16='),
  text: '3, 5, 8 → 16',
  data: { numbers: [3, 5, 8], target: 16 },
}
const judge = (text: string) => countdown.verify(easy, problem, encode(text))

describe('verifier', () => {
  it.each(['3+5+8.', '8+(3+5).', '5+8+3.', '(3+(5+8)).'])('accepts %s', text => {
    expect(judge(text)).toMatchObject({ reward: 1, correct: true, note: 'It makes 16.' })
  })
  it.each([
    ['3+5+8', 'No end: the response was cut off.'],
    ['.', 'Not an expression: It ends too early.'],
    ['3+5+.', 'Not an expression: It ends too early.'],
    ['(3+5+8.', 'Not an expression: A bracket is not closed.'],
    ['35-8.', '35 is not among the numbers left.'],
    ['8+8.', '8 is not among the numbers left.'],
    ['8+5.', '3 is not used.'],
    ['8.', '3 and 5 are not used.'],
    ['3*5-8.', 'It makes 7, not 16.'],
    ['8/(5*3).', 'It makes 8/15, not 16.'],
    ['3+5.+8.', 'Not an expression: "." stands where an operator should.'],
  ])('refuses %s: %s', (text, note) => {
    expect(judge(text)).toMatchObject({ reward: 0, correct: false, note })
  })
  it('accepts fractions on the way', () => {
    const half: Problem = { ...problem, data: { numbers: [1, 5, 6], target: 5 } }
    expect(countdown.verify(easy, half, encode('6*5/(6*1).')).correct).toBe(false)
    expect(
      countdown.verify(easy, { ...problem, data: { numbers: [1, 3, 4, 6], target: 24 } }, encode('6/(1-3/4).')).correct,
    ).toBe(true)
  })
})

/** Every way to write three numbers with two operators, both bracketings. */
function written(numbers: readonly number[]): string[] {
  const operators = ['+', '-', '*', '/']
  return numbers.flatMap(a =>
    numbers
      .filter(b => b !== a)
      .flatMap(b =>
        numbers
          .filter(c => c !== a && c !== b)
          .flatMap(c =>
            operators.flatMap(p =>
              operators.flatMap(q => [`(${a}${p}${b})${q}${c}.`, `${a}${p}(${b}${q}${c}).`, `${a}${p}${b}${q}${c}.`]),
            ),
          ),
      ),
  )
}

describe('answers', () => {
  it.each(['easy', 'medium'])('%s: the list is what brute force finds', id => {
    const level = levelOf(countdown, id)
    for (let index = 0; index < 40; index++) {
      const each = countdown.problem(level, 0, index)
      const numbers = Array.isArray(each.data.numbers) ? each.data.numbers.map(Number) : []
      const found = new Set(
        written(numbers)
          .map(text => countdown.verify(level, each, encode(text)))
          .filter(({ correct }) => correct)
          .map(({ answer }) => answer),
      )
      expect([...(countdown.correctAnswers?.(level, each) ?? [])].sort()).toEqual([...found].sort())
    }
  })
  it('every medium problem has an answer', () => {
    const level = levelOf(countdown, 'medium')
    const counts = Array.from(
      { length: 20 },
      (_, i) => countdown.correctAnswers?.(level, countdown.problem(level, 0, i)).length ?? 0,
    )
    expect(Math.min(...counts)).toBeGreaterThan(0)
  })
  it('references reach all answers that need only the level’s operators', () => {
    const each = countdown.problem(easy, 0, 1)
    const answers = new Set(
      Array.from(
        { length: 200 },
        (_, i) => countdown.verify(easy, each, countdown.reference(easy, each, stream(1, i))).answer,
      ),
    )
    const wanted = (countdown.correctAnswers?.(easy, each) ?? []).filter(answer => !/[*/]/.test(answer))
    expect([...answers].sort()).toEqual([...wanted].sort())
  })
})

describe('picture', () => {
  it('shows what is left while writing, then the operations one by one', () => {
    expect(countdown.picture(easy, problem, encode('(3+5'))).toMatchObject({
      lines: [{ text: '(3+5', state: 'open', note: 'Left: 8.' }],
    })
    expect(countdown.picture(easy, problem, encode('3+4'))).toMatchObject({
      lines: [{ state: 'wrong', note: '4 is not among the numbers left.' }],
    })
    expect(countdown.picture(easy, problem, encode('(3+5)*8.'))).toMatchObject({
      lines: [
        { text: '3+5=8', state: 'right' },
        { text: '8*8=64', state: 'right' },
        { text: '(3+5)*8', state: 'wrong', note: 'It makes 64, not 16.' },
      ],
    })
  })
})

it('reads a response aloud, step by step', () => {
  const readAs = (text: string) => countdown.readAs(easy, problem, encode(text))
  expect(readAs('8+(3+5).')).toBe('3+5 = 8; then 8+(3+5) = 16')
  expect(readAs('8+')).toBe('8+, not finished')
  expect(readAs('8+).')).toBe('not an expression')
})
