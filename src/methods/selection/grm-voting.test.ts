import { expect, test } from 'vitest'
import { stream } from '../../core/rng.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { handOut } from '../hand-out.ts'
import { resolveMethod } from '../index.ts'
import { markOf, voted } from './grm-voting.math.ts'

/** In how many of 100 groups of four the best response is handed out, by a judge that is right up to rounding. */
function found(values: Readonly<Record<string, number>>) {
  const plain = batchOf(Array.from({ length: 100 }, () => [0, 0, 0, 0]))
  const batch = { ...plain, judgedValue: new Float32Array(plain.token.length) }
  const params = paramsOf('grm-voting', values)
  const [draw, noise] = [stream(3, 1), stream(3, 2)]
  const judge = (row: number) => (row % 4 === 2 ? 0.6 : 0.45) + 0.3 * (noise() - 0.5)
  const handed = handOut(resolveMethod('grm-voting'), params, batch, { ...context, draw }, judge)
  return { right: [...handed.chosen].filter(row => row % 4 === 2).length, questions: handed.judged / 100 }
}

test('marks are whole numbers from 1 to 10', () => {
  expect([0, 0.49, 0.51, 1].map(markOf)).toEqual([1, 5, 6, 10])
})

test('one judgement is itself, all of them are plain voting, in any order', () => {
  const scores = [
    [6, 7],
    [8, 5],
  ]
  expect(voted(scores.slice(0, 1), [0.1], 1).totals).toEqual([6, 7])
  expect(voted(scores, [0.1, 0.9], 2).totals).toEqual(voted([...scores].reverse(), [0.9, 0.1], 2).totals)
  expect(voted(scores, [0.1, 0.9], 1)).toEqual({ kept: [1], totals: [8, 5], best: [0] })
})

test('more judgements find the best more often, and blunders cost less where they are known', () => {
  const many = { judgements: 16, trustedJudgements: 16, blunderShare: 0, metaError: 0 }
  expect(found(many).right).toBeGreaterThan(found({ ...many, judgements: 1 }).right)
  const blunders = { ...many, blunderShare: 0.6 }
  expect(found({ ...blunders, trustedJudgements: 6 }).right).toBeGreaterThan(found(blunders).right)
})

test('counts every response in every judgement, and the second model where it is asked', () => {
  expect(found({ judgements: 5, trustedJudgements: 5 }).questions).toBe(5 * 4)
  expect(found({ judgements: 5, trustedJudgements: 2 }).questions).toBe(5 * 4 + 5)
})
