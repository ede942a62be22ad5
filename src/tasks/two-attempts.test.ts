import { describe, expect, it } from 'vitest'
import { problemSeed } from '../core/recipe.ts'
import { levelOf, taskOf } from './index.ts'

const task = taskOf('two-attempts')
const level = levelOf(task, 'easy')
const problem = task.problem(level, problemSeed, 3)
const right = (Number(problem.data.a) + Number(problem.data.b)) % 5
const wrong = (right + 1) % 5
const encode = (text: string) => [...text].map(character => task.vocabulary.indexOf(character))
const judge = (text: string) => task.verify(level, problem, encode(text))

describe('two-attempts', () => {
  it('takes the last answer, whether there are one or two', () => {
    expect(judge(`${right}.`)).toMatchObject({ correct: true, wellFormed: false })
    expect(judge(`~${wrong}↺${right}.`)).toMatchObject({ correct: true, wellFormed: true })
    expect(judge(`${right}↺~~${wrong}.`)).toMatchObject({ correct: false, wellFormed: true })
    expect(judge('~.')).toMatchObject({ correct: false, answer: '', note: 'No answer.' })
  })

  it('knows its form: two answers, one second look, nothing besides', () => {
    for (const text of [`${right}${right}.`, `↺${right}↺${right}.`, `${right}↺${right}~.`, `${right}↺${right}`]) {
      expect(judge(text).wellFormed).toBe(false)
    }
  })

  it('says where answers end, and whether they are right', () => {
    expect(task.attempts!(level, problem, encode(`~${wrong}↺${right}.`))).toEqual([
      Number.NaN,
      0,
      Number.NaN,
      1,
      Number.NaN,
    ])
  })

  it('starts from a policy that is right in 2 of 5 first answers', () => {
    const { rowOf } = task.rows!(level)
    const row = rowOf(problem, [])
    const logits = task.startLogits!(level, problemSeed, 'warm').subarray(row * 10, row * 10 + 5)
    const mass = logits.map(Math.exp)
    expect(mass[right]! / mass.reduce((total, m) => total + m, 0)).toBeCloseTo(0.4, 1)
  })
})

it('reads a response aloud', () => {
  const readAs = (text: string) => task.readAs(level, problem, encode(text))
  expect(readAs('~2↺3.')).toBe('a thought, answers 2, looks again, answers 3, stops')
  expect(readAs('2')).toBe('answers 2, cut off')
})
