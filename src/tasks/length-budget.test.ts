import { describe, expect, it } from 'vitest'
import { exactRowGradient, exactValues, type NextTokens } from '../core/exact.ts'
import { softmax } from '../core/math.ts'
import { drawInteger, stream } from '../core/rng.ts'
import type { Problem, Task } from '../core/task.ts'
import { levelOf, taskOf } from './index.ts'

const task = taskOf('length-budget')
const level = levelOf(task, 'easy')
const V = task.vocabulary.length
const [wait, end] = [10, 11]
const table = task.startLogits!(level, 0, 'warm')
const { count, rowOf } = task.rows!(level)
const doneWrongRow = count - 1

/** A problem with these numbers. */
const adding = (...terms: number[]): Problem => ({
  ...task.problem(level, 0, 0),
  text: terms.join('+'),
  data: { terms },
})
const encode = (text: string) => [...text].map(character => task.vocabulary.indexOf(character))
const judge = (problem: Problem, text: string) => task.verify(level, problem, encode(text))

/** Exact values of the table that the runs start from, for another price of a wrong answer if one is given. */
function exactOf(
  problem: Problem,
  priceOfWrong = (_length: number) => 0,
  where = level,
  over: 'states' | 'prefixes' = 'states',
) {
  const priced: Task = {
    ...task,
    verify(at, asked, response) {
      const verdict = task.verify(at, asked, response)
      return verdict.correct ? verdict : { ...verdict, reward: -priceOfWrong(response.length) }
    },
  }
  const next: NextTokens = prefixes =>
    prefixes.flatMap(prefix => {
      const row = rowOf(problem, prefix)
      return [...softmax(table.subarray(row * V, (row + 1) * V))]
    })
  return exactValues(priced, where, problem, next, { over })
}

describe('length budget', () => {
  it('has right answers short and long, and wrong answers short and long', () => {
    const problem = adding(7, 8, 4)
    for (const text of ['59.', '~5~~9~~~~.', '69.']) expect(judge(problem, text).correct, text).toBe(true)
    for (const text of ['5.', '60.', '~~6~0~~~~.', '599.', '.', '~.', '59~~~~~~~~~~~~~~']) {
      expect(judge(problem, text), text).toMatchObject({ correct: false, reward: 0 })
    }
  })

  it('says what went wrong, and what was wasted', () => {
    const problem = adding(7, 8, 4)
    const notes = ['59.', '5~9~.', '9.', '5.', '60.', '.', '599.', '59~'].map(text => judge(problem, text).note)
    expect(notes).toEqual([
      '9 is right, nothing wasted.',
      '9 is right, 2 tokens wasted.',
      '9 is right, by luck: it stopped early.',
      '5 is not 9: it stops 1 thought early.',
      '0 is not 9: a total went wrong.',
      'It stops without an answer.',
      'It goes on adding: 3 totals where 2 are due.',
      'No end after 3 tokens: cut off.',
    ])
  })

  it('starts between 5 and 60 % right, rambling: twice as long as needed', async () => {
    for (const { id } of task.levels) {
      const where = levelOf(task, id)
      const problems = Array.from({ length: 48 }, (_, index) => task.problem(where, 0, index))
      const exacts = await Promise.all(problems.map(problem => exactOf(problem, undefined, where)))
      const success = exacts.reduce((total, exact) => total + exact.success[0]!, 0) / exacts.length
      expect(success).toBeGreaterThan(0.05)
      expect(success).toBeLessThan(0.6)
    }
    const draw = stream(1, 2)
    const lengths = Array.from({ length: 500 }, () => task.demonstrate!(level, adding(1, 2, 3), 'warm', draw).length)
    expect(lengths.reduce((a, b) => a + b, 0) / lengths.length).toBeGreaterThan(6)
  })

  it('gives equal states equal rows, and the table cannot tell 8 from 9', () => {
    const rowByState = new Map<string, number>()
    const { stateOf, states } = task.enumeration!(level)
    const draw = stream(3, 4)
    for (let i = 0; i < 3000; i++) {
      const problem = task.problem(level, 0, drawInteger(draw, 6))
      const response = Array.from({ length: drawInteger(draw, 12) }, () => drawInteger(draw, end))
      const state = stateOf(problem, response)
      expect(state).toBeLessThan(states)
      const key = `${problem.index} ${state}`
      expect(rowByState.get(key) ?? rowOf(problem, response)).toBe(rowOf(problem, response))
      rowByState.set(key, rowOf(problem, response))
    }
    expect(rowOf(adding(3, 8), [])).toBe(rowOf(adding(3, 9), []))
    expect(rowOf(adding(3, 7), [])).not.toBe(rowOf(adding(3, 8), []))
  })

  it('has the same exact values over its few states as over all responses', async () => {
    const short = { ...level, maxResponse: 3 }
    for (const problem of [adding(7, 8), adding(3, 0), adding(7, 8, 4), adding(2, 5, 0)]) {
      const byPrefix = await exactOf(problem, undefined, short, 'prefixes')
      const byState = await exactOf(problem, undefined, short)
      expect(byState.prefixes.length).toBeLessThan(byPrefix.prefixes.length / 20)
      expect(byPrefix.value[0]).toBeGreaterThan(0)
      byPrefix.prefixes.forEach((prefix, node) => {
        expect(byState.value[byState.nodeOf(prefix)!]).toBeCloseTo(byPrefix.value[node]!, 9)
      })
    }
  })

  it('a price of being wrong that is divided by the length makes waiting pay; an undivided one does not', async () => {
    const problem = adding(7, 8, 4)
    const pushOnWaiting = async (price: (length: number) => number) => {
      const gradient = exactRowGradient(await exactOf(problem, price), count, response => rowOf(problem, response))
      return gradient[doneWrongRow * V + wait]!
    }
    expect(await pushOnWaiting(() => 1)).toBeCloseTo(0, 12)
    expect(await pushOnWaiting(length => 1 / length)).toBeGreaterThan(0.001)
  })
})

it('reads a response aloud: totals, waits, answer', () => {
  const readAs = (text: string) => task.readAs(level, adding(3, 4, 5), encode(text))
  expect(readAs('7~~2.')).toBe('running totals 7; 2 waits; answer 2')
  expect(readAs('~.')).toBe('1 wait; answer missing')
  expect(readAs('7~')).toBe('1 wait; cut off')
})
