import { describe, expect, it } from 'vitest'
import { lessonOf } from '../../lessons/index.ts'
import { answer, answersSchema, noAnswers } from '../../store/lesson/answers.ts'
import { type Handed, isHanded, newestOfEach, readHanded } from '../../store/lesson/class.ts'
import { agreementsOf, questionsIn, spreadsOf } from './results.ts'

const lesson = lessonOf('zero-signal')
const choice = lesson.blocks.find(block => block.kind === 'predict' && block.answer.kind === 'choice')
const experiment = lesson.blocks.find(block => block.kind === 'experiment')

/** A student who chose that option and measured that figure. */
function student(name: string, option: number, figure: number): Handed {
  if (choice?.kind !== 'predict' || experiment?.kind !== 'experiment') throw new Error('The lesson has changed.')
  const guessed = answer(noAnswers, { type: 'guessed', id: choice.id, guess: { kind: 'option', option } })
  const [claim] = experiment.claims
  const measured = answer(guessed, {
    type: 'measured',
    id: choice.about,
    measurement: {
      seeds: ['1'],
      claims: { [claim?.id ?? '']: { figure, verdict: 'holds' } },
      asked: { [choice.id]: figure },
    },
  })
  const wrote = answer(measured, { type: 'wrote', question: 'Why?', text: `because ${name}` })
  return { name, lesson: lesson.id, answers: wrote }
}

const fileOf = ({ lesson: id, answers, name }: Handed) =>
  JSON.stringify({ schema: answersSchema, lesson: id, name, ...answers })

describe('what a class hands in', () => {
  it('reads the file that a student saved', () => {
    const one = student('Student 7', 0, -9)
    expect(readHanded('answers.json', fileOf(one))).toEqual({ ...one, answers: expect.objectContaining(one.answers) })
  })

  it('says what is wrong with any other file, and shows its name only', () => {
    for (const text of [
      '',
      '[]',
      '{}',
      '{"schema":"x"}',
      `{"schema":"${answersSchema}","lesson":"frozen","guesses":3}`,
    ]) {
      const read = readHanded('x.json', text)
      expect(isHanded(read), text).toBe(false)
    }
    expect(readHanded('x.json', ' '.repeat(1_000_001))).toMatchObject({ fault: expect.stringContaining('1 MB') })
  })

  it('takes the newest of each student', () => {
    const [first, second] = [student('A', 0, 1), student('A', 1, 1)]
    expect(newestOfEach([first, student('B', 0, 1), second])).toEqual([second, student('B', 0, 1)])
  })

  it('counts guesses beside what came out, and the written answers beside their names', () => {
    const handed = [student('A', 0, -1e9), student('B', 1, -1e9), student('C', 0, -1e9)]
    const spread = spreadsOf(lesson, handed).find(({ id }) => choice?.kind === 'predict' && id === choice.id)
    expect(spread?.guessed).toBe(3)
    expect(spread?.options.slice(0, 2).map(({ count, right }) => [count, right])).toEqual([
      [2, true],
      [1, false],
    ])
    const why = questionsIn(lesson, handed).find(({ title }) => title === 'Why?')
    expect(handed.map(({ answers }) => why?.of(answers)?.text)).toEqual(['because A', 'because B', 'because C'])
    const guess = questionsIn(lesson, handed).find(({ id }) => choice?.kind === 'predict' && id === choice.id)
    expect(handed.map(({ answers }) => guess?.of(answers))).toEqual([
      { text: 'A', right: true },
      { text: 'B', right: false },
      { text: 'A', right: true },
    ])
  })

  it('sets the figures of different machines beside one another', () => {
    const [first] = agreementsOf(lesson, [student('A', 0, 1), student('B', 0, 3), student('C', 0, 2)])
    expect(first).toMatchObject({ students: 3, low: 1, middle: 2, high: 3, holds: 3 })
  })
})
