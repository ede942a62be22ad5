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
  const all = paramsOf('rep-k2', params)
  return -objectiveGradient(tf, resolveMethod('rep-k2'), all, { ...batch, ...columns }, context).gradient.logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('the spring', () => {
  test('on policy it is REINFORCE; no credit, no pull', () => {
    expect(pull(2, 1)).toBeCloseTo(2, 4)
    expect(pull(0, 1)).toBeCloseTo(0)
  })

  test('pulls back in proportion to the log-ratio, without credit too', () => {
    expect(pull(0, Math.exp(0.5))).toBeCloseTo(-0.1, 4)
    expect(pull(0, Math.exp(-0.5))).toBeCloseTo(0.1, 4)
  })

  test('holds praise off where the log-ratio is credit / 2k', () => {
    expect(pull(1, Math.exp(0.5), { pull: 1 })).toBeCloseTo(0, 4)
  })
})
