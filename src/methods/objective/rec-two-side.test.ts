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
  const all = paramsOf('rec-two-side', params)
  return -objectiveGradient(tf, resolveMethod('rec-two-side'), all, { ...batch, ...columns }, context).gradient
    .logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('the two-sided clip', () => {
  test('on policy it is REINFORCE; no credit, no pull', () => {
    expect(pull(2, 1)).toBeCloseTo(2, 4)
    expect(pull(0, 1)).toBeCloseTo(0)
  })

  test('outside the band nothing is pushed, not even back', () => {
    for (const ratio of [0.5, 1.5]) for (const credit of [1, -1]) expect(pull(credit, ratio)).toBeCloseTo(0)
  })

  test('inside it the ratio is the weight, unless switched off', () => {
    expect(pull(1, 1.1)).toBeCloseTo(1.1, 4)
    expect(pull(1, 1.1, { recWeight: 'none' })).toBeCloseTo(1, 4)
  })
})
