import { describe, expect, test } from 'vitest'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const none = Number.NaN
/** Responses of three tokens; where an attempt ends, whether it was right. */
const tried = (...attempts: readonly (readonly number[])[]) => ({
  ...batchOf([attempts.map(() => 0)], 3),
  attempt: Float32Array.from(attempts.flat()),
})

describe('CORY', () => {
  test('both attempts are paid their sum, whoever was right', () => {
    const batch = tried([1, none, 0], [0, none, 1], [1, none, 1], [0, 0, none])
    expect([...estimateOf('cory', batch).batch.reward]).toEqual([1, 1, 2, 0])
  })

  test('who does not look again is paid for the first alone, and no answer is worth nothing', () => {
    expect([...estimateOf('cory', tried([1, none, none], [none, none, none])).batch.reward]).toEqual([1, 0])
  })

  test('a third attempt is nobody’s', () => {
    expect([...estimateOf('cory', tried([0, 0, 1])).batch.reward]).toEqual([0])
  })

  test('tells how often each is right, and how often there was a second look', () => {
    const { part } = resolveMethod('cory').probe!
    const { metrics } = part.compute('t', tried([1, none, 0], [1, none, none]), paramsOf('cory'), context)
    expect(metrics).toEqual({ pioneerRight: 1, observerRight: 0, observed: 0.5 })
  })
})
