import { expect, test } from 'vitest'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { handOut } from '../hand-out.ts'
import { resolveMethod } from '../index.ts'

const chosenOf = (answer: readonly string[], scores: readonly number[]) =>
  handOut(
    resolveMethod('weighted-vote'),
    paramsOf('weighted-vote'),
    { ...batchOf([scores], 1), answer, judgedValue: Float32Array.from(scores) },
    context,
  ).chosen[0]

test('two weak votes outweigh one strong, and a strong one outweighs two that are weak enough', () => {
  expect(chosenOf(['a', 'b', 'b'], [0.6, 0.4, 0.4])).toBe(1)
  expect(chosenOf(['a', 'b', 'b'], [0.9, 0.4, 0.4])).toBe(0)
})

test('where every answer is another it is best of n', () => {
  expect(chosenOf(['a', 'b', 'c'], [0.2, 0.9, 0.4])).toBe(1)
})
