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
  const all = paramsOf('red-weight', params)
  return -objectiveGradient(tf, resolveMethod('red-weight'), all, { ...batch, ...columns }, context).gradient.logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('RED-Weight', () => {
  test('no credit, no pull', () => expect(pull(0, 1)).toBeCloseTo(0))

  test('praise counts more than blame', () => {
    expect(pull(1, 1)).toBeCloseTo(Math.E, 4)
    expect(pull(-1, 1)).toBeCloseTo(-1 / Math.E, 4)
  })

  test('softer, it is REINFORCE; the ratio does not matter', () => {
    expect(pull(1, 5, { temperatureOfWeight: 100 })).toBeCloseTo(1, 1)
    expect(pull(1, 5)).toBeCloseTo(pull(1, 1), 5)
  })
})
