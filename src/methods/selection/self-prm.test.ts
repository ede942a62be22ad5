import { expect, test } from 'vitest'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { handOut } from '../hand-out.ts'
import { resolveMethod } from '../index.ts'
import { errorF1, firstBelow } from './self-prm.math.ts'

const method = resolveMethod('self-prm')
/** Responses of two tokens with these probabilities; answers are theirs. */
const wrote = (chances: readonly number[], answer: readonly string[] = []) => {
  const batch = batchOf([chances.filter((_, t) => t % 2 === 0).map(() => 0)], 2)
  return { ...batch, oldLogp: Float32Array.from(chances, Math.log), answer }
}
const chosen = (batch: ReturnType<typeof wrote>, values = {}) =>
  handOut(method, paramsOf('self-prm', values), batch, context).chosen[0]

test('hands out the response that it doubts least, by its worst step or by its last', () => {
  const batch = wrote([0.9, 0.3, 0.6, 0.5, 0.2, 0.8])
  expect(chosen(batch)).toBe(1)
  expect(chosen(batch, { stepAggregate: 'last' })).toBe(2)
})

test('a vote adds doubts up over answers, and is the majority where all are alike', () => {
  const answers = ['a', 'b', 'b']
  expect(chosen(wrote([1, 0.7, 1, 0.4, 1, 0.4], answers))).toBe(0)
  expect(chosen(wrote([1, 0.7, 1, 0.4, 1, 0.4], answers), { selfRank: 'vote' })).toBe(1)
  expect(chosen(wrote([1, 0.5, 1, 0.5, 1, 0.5], answers), { selfRank: 'vote' })).toBe(1)
})

test('asks nobody but itself', () => {
  expect(handOut(method, paramsOf('self-prm'), wrote([0.9, 0.9]), context).judged).toBe(0)
})

test('errors are found only at their step, and both kinds of responses count', () => {
  expect(firstBelow([0.9, 0.5, 0.4, 0.1])).toBe(2)
  expect(firstBelow([0.9])).toBe(-1)
  const right = { said: -1, truth: -1 }
  expect(errorF1([right, { said: 1, truth: 1 }])).toBe(1)
  expect(errorF1([right, { said: 2, truth: 1 }])).toBe(0)
  expect(errorF1([right, { said: 1, truth: 1 }, { said: 0, truth: 1 }])).toBeCloseTo(2 / 3, 12)
  expect(errorF1([right])).toBeUndefined()
})

test('measures what it accepts against the verdict, and its calls against the exact value', () => {
  const batch = {
    ...wrote([0.9, 0.8, 0.9, 0.7, 0.9, 0.3]),
    correct: Float32Array.of(1, 0, 0),
    prefixValue: Float32Array.of(0.5, 0.6, 0.5, 0.4, 0.5, 0.4),
  }
  const { metrics } = method.probe!.part.compute('self-prm.probe', batch, paramsOf('self-prm'), context)
  expect(metrics.selfAccepted).toBeCloseTo(2 / 3, 6)
  expect(metrics.selfPrecision).toBeCloseTo(1 / 2, 6)
  // The right one is not called wrong; of the two wrong ones the error is seen in one.
  expect(metrics.selfErrorF1).toBeCloseTo(2 / 3, 6)
})
