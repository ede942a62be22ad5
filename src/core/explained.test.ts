import { expect, test } from 'vitest'
import type { ExplainColumn } from './batch.ts'
import { explainedIn, inOne } from './explained.ts'

const column = (value: number): ExplainColumn => ({ extent: 'rollout', values: Float32Array.of(value) })

test('a name that two slots use is never overwritten: the later one stands under its slot', () => {
  const [first, second, lone] = [column(1), column(2), column(3)]
  const all = inOne({ objective: { ratio: second, weight: lone }, advantage: { ratio: first } })
  expect(all).toEqual({ ratio: first, 'objective.ratio': second, weight: lone })
  expect(explainedIn(all, 'ratio', 'objective')).toBe(second)
  expect(explainedIn(all, 'ratio', 'advantage')).toBe(first)
  expect(explainedIn(all, 'ratio')).toBe(first)
  expect(explainedIn(all, 'weight', 'advantage')).toBe(lone)
})

test('what a slot added later changes no name that was there before', () => {
  const before = inOne({ credit: { ratio: column(1) } })
  expect(inOne({ credit: { ratio: column(1) }, objective: { ratio: column(2) } })).toMatchObject(before)
})
