import { describe, expect, test } from 'vitest'
import type { Exact } from '../exact.ts'
import { softmaxTokens, uniformTokens, valuesAfter } from './uniform.ts'

const nothing = new Float64Array(0)
/** Two tokens; the start is node 0 with Q 0 and ln 3, everything else was not listed. */
const exact: Exact = {
  vocabSize: 2,
  prefixes: [[]],
  nodeOf: prefix => (prefix.length === 0 ? 0 : undefined),
  q: Float64Array.of(0, Math.log(3)),
  value: nothing,
  success: nothing,
  missing: nothing,
  reach: nothing,
  probability: nothing,
}

describe('the policy that says everything equally often', () => {
  test('four tokens after two prefixes: eight times 1/4', () => {
    expect([...(uniformTokens(4)([[], [1]]) as Float64Array)]).toEqual(new Array(8).fill(0.25))
  })

  test('no prefix, no probability', () => {
    expect(uniformTokens(4)([])).toHaveLength(0)
  })
})

describe('the policy that follows its values', () => {
  test('Q after the start is 0 and ln 3; 0 and 0 where nothing was listed', () => {
    expect([...valuesAfter(exact, [])]).toEqual([0, Math.log(3)])
    expect([...valuesAfter(exact, [1])]).toEqual([0, 0])
  })

  test('exp(0) : exp(ln 3) = 1 : 3, with rho 0.5 it is 1 : 9; unlisted 1 : 1', () => {
    const rows = (rho: number) => [...(softmaxTokens(exact, rho)([[], [1]]) as Float64Array)]
    expect(rows(1)).toEqual([0.25, 0.75, 0.5, 0.5].map(p => expect.closeTo(p, 12)))
    expect(rows(0.5)).toEqual([0.1, 0.9, 0.5, 0.5].map(p => expect.closeTo(p, 12)))
  })
})
