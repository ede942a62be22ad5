import { expect, it } from 'vitest'
import { defineLesson } from '../../core/lesson.ts'
import { answer, isAnswers, noAnswers } from './answers.ts'
import { plainLink, readLessonLink, writeLessonLink } from './link.ts'
import { isOpen, progressOf } from './progress.ts'

const lesson = defineLesson({
  id: 'one',
  order: 1,
  chapter: 'Start here',
  title: 'One',
  goal: 'You can read.',
  minutes: 1,
  needs: [],
  papers: [],
  blocks: [
    { kind: 'text', text: 'Text.' },
    {
      kind: 'predict',
      id: 'guess',
      ask: 'How far?',
      about: 'run',
      answer: { kind: 'curve', arm: 'a', metric: 'reward', at: [1], range: [0, 1] },
    },
    { kind: 'experiment', id: 'run', base: {}, arms: [{ id: 'a', label: 'A' }], iterations: 1, charts: [], claims: [] },
    { kind: 'explain', after: 'run', text: 'Why.' },
    { kind: 'exercise', id: 'sum', ask: '1 + 1', hint: 'Two.', check: { kind: 'number', low: 2, high: 2, why: '' } },
  ],
})
const guessed = answer(noAnswers, { type: 'guessed', id: 'guess', guess: { kind: 'curve', values: [0.5] } })
const measured = answer(guessed, {
  type: 'measured',
  id: 'run',
  measurement: { seeds: ['1'], claims: {}, asked: { guess: 0.4 } },
})

it('takes a guess once: what is known afterwards does not change it', () => {
  expect(answer(measured, { type: 'guessed', id: 'guess', guess: { kind: 'skipped' } })).toBe(measured)
})

it('opens an explanation when its experiment has ended, and not before', () => {
  expect([noAnswers, guessed, measured].map(answers => isOpen('run', lesson, answers))).toEqual([false, false, true])
})

it('counts what there is to do: a wrong try does not count', () => {
  const wrong = answer(measured, { type: 'tried', id: 'sum', given: '3', right: false })
  const right = answer(wrong, { type: 'tried', id: 'sum', given: '2', right: true })
  expect([noAnswers, guessed, measured, wrong, right].map(answers => progressOf(lesson, answers).done)).toEqual([
    0, 1, 2, 2, 3,
  ])
  expect(progressOf(lesson, noAnswers).of).toBe(3)
})

it('survives the browser, and nothing else passes for answers', () => {
  expect(isAnswers(JSON.parse(JSON.stringify(measured)))).toBe(true)
  for (const other of [
    null,
    [],
    3,
    {},
    { ...measured, guesses: { guess: { kind: 'bribe' } } },
    { ...measured, measured: { run: 1 } },
  ]) {
    expect(isAnswers(other)).toBe(false)
  }
})

it('writes a teacher’s link that reads back, and passes over what it does not know', () => {
  const link = { hide: ['answers', 'next'], seeds: ['11', 'class b'], name: true, ask: ['Why? & how'] } as const
  expect(readLessonLink(writeLessonLink(link).slice(1))).toEqual(link)
  expect(readLessonLink('hide=answers,roof&seeds=&name=off')).toEqual({ ...plainLink, hide: ['answers'] })
})
