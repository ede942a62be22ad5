import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

/** Pull on one token with this credit and ratio. */
const pull = (credit: number, ratio: number, params = {}) => {
  const batch = { ...batchOf([[1]], 1), advantage: Float32Array.of(credit), credit: Float32Array.of(credit) }
  const columns = { oldLogp: Float32Array.of(-3), logp: Float32Array.of(-3 + Math.log(ratio)) }
  const all = paramsOf('topr', params)
  return -objectiveGradient(tf, resolveMethod('topr'), all, { ...batch, ...columns }, context).gradient.logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('TOPR', () => {
  test('on policy it is REINFORCE; no credit, no pull', () => {
    expect(pull(2, 1)).toBeCloseTo(2, 4)
    expect(pull(0, 1)).toBeCloseTo(0)
  })

  test('praise counts in full however stale', () => {
    expect(pull(1, 0.1)).toBeCloseTo(1, 4)
    expect(pull(1, 9)).toBeCloseTo(1, 4)
  })

  test('blame fades with the probability that is left, and never counts more than once', () => {
    expect(pull(-1, 0.1)).toBeCloseTo(-0.1, 4)
    expect(pull(-1, 9)).toBeCloseTo(-1, 4)
  })
})
