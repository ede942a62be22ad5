import { expect, test } from 'vitest'
import { batchOf, context } from '../fixture.ts'
import { handOut } from '../hand-out.ts'
import { resolveMethod } from '../index.ts'

const chosenOf = (answer: readonly string[]) =>
  handOut(resolveMethod('majority-vote'), {}, { ...batchOf([answer.map(() => 0)]), answer }, context)

test('the answer that most give, by the first who gave it; the first seen wins a tie', () => {
  expect(chosenOf(['a', 'b', 'b']).chosen[0]).toBe(1)
  expect(chosenOf(['a', 'b']).chosen[0]).toBe(0)
})

test('what cannot be read has no vote; where nothing can be read nothing is handed out', () => {
  expect(chosenOf(['', '', 'a']).chosen[0]).toBe(2)
  expect(chosenOf(['', '']).chosen[0]).toBe(-1)
  expect([...chosenOf(['', 'a', 'a']).explain.votes!.values]).toEqual([0, 2, 2])
})
