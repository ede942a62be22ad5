import { expect, test } from 'vitest'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { handOut } from '../hand-out.ts'
import { resolveMethod } from '../index.ts'

const judged = (values: readonly number[], length: number) => ({
  ...batchOf([values.filter((_, t) => t % length === 0)], length),
  judgedValue: Float32Array.from(values),
})
const chosen = (values: readonly number[], length: number, stepAggregate: string) =>
  handOut(resolveMethod('best-of-n'), { ...paramsOf('best-of-n'), stepAggregate }, judged(values, length), context)

test('the last score, the worst, the product and the mean may choose differently', () => {
  // Rows: (0.2, 0.9), (0.6, 0.7), (0.9, 0.1).
  const values = [0.2, 0.9, 0.6, 0.7, 0.9, 0.1]
  const by = (how: string) => chosen(values, 2, how).chosen[0]
  expect([by('last'), by('min'), by('product'), by('mean')]).toEqual([0, 1, 1, 1])
})

test('of equal scores the first wins, and every prefix that counts is a question to the judge', () => {
  expect(chosen([0.5, 0.5, 0.5, 0.5], 2, 'last')).toMatchObject({ chosen: Int32Array.of(0), judged: 2 })
  expect(chosen([0.5, 0.5, 0.5, 0.5], 2, 'min').judged).toBe(4)
})
