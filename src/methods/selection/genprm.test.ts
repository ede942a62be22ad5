import { expect, test } from 'vitest'
import { stepEnds } from '../../core/formulas/searching.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { handOut } from '../hand-out.ts'
import { resolveMethod } from '../index.ts'
import { progressOf } from './genprm.math.ts'

const method = resolveMethod('genprm')
const judged = (batch: ReturnType<typeof batchOf>) => ({ ...batch, judgedValue: new Float32Array(batch.token.length) })

test('rising chances are all good steps, and a constant beside all chances changes no label', () => {
  const labels = (chances: readonly number[]) => progressOf(chances, 'relative progress', 0.8).label
  expect(labels([0.1, 0.2, 0.2, 0.9])).toEqual([1, 1, 1])
  const falling = [0.8, 0.5, 0.45, 0.2]
  expect(labels(falling)).toEqual(labels(falling.map(chance => chance / 2)))
  expect(labels(falling)).toEqual([0, 1, 0])
})

test('after the chance was 0 nothing is good, even where it comes back', () => {
  expect(progressOf([0.5, 0, 0.4, 0.4], 'relative progress', 0.8)).toEqual({ progress: [0, 0, 1], label: [0, 0, 0] })
  expect(progressOf([0, 0.4, 0.4], 'relative progress', 0.8).label).toEqual([0, 0])
})

test('a harmful step that leaves a chance is seen by progress and not by hard labels', () => {
  const steps = [0.9, 0.9, 0.5, 0.5]
  expect(progressOf(steps, 'relative progress', 0.8).label).toEqual([1, 0, 1])
  expect(progressOf(steps, 'hard', 0.8).label).toEqual([1, 1, 1])
})

test('every critique asks once before the first step and once after each, and the worst step decides', () => {
  // The first response loses half its chance at its second token, the other loses nothing.
  const chances = [
    [0.4, 0.4, 0.2],
    [0.4, 0.4, 0.4],
  ]
  const params = paramsOf('genprm', { critiquesPerStep: 3 })
  const judge = (row: number, length: number) => chances[row]![length]!
  const { chosen, judged: questions } = handOut(method, params, judged(batchOf([[0, 0]], 2)), context, judge)
  expect([...chosen]).toEqual([1])
  expect(questions).toBe(2 * 3 * 3)
})

test('critiques that err anew find the better response more often the more they are', () => {
  const pick = (critiquesPerStep: number) => {
    let question = 0
    const judge = (row: number, length: number) => {
      const error = ((question++ * 7919) % 101) / 101 - 0.5
      return (row === 1 || length === 0 ? 0.5 : 0.35) + 0.5 * error
    }
    const batch = judged(
      batchOf(
        Array.from({ length: 60 }, () => [0, 0]),
        1,
      ),
    )
    const params = paramsOf('genprm', { critiquesPerStep })
    // Rows of a group are two neighbours: the second is the better one.
    const { chosen } = handOut(method, params, batch, context, (row, length) => judge(row % 2, length))
    return [...chosen].filter(row => row % 2 === 1).length
  }
  expect(pick(32)).toBeGreaterThan(pick(1))
})

test('steps end every so many tokens, and where the response does', () => {
  expect(stepEnds(5, 2)).toEqual([2, 4, 5])
  expect(stepEnds(0, 2)).toEqual([])
})
