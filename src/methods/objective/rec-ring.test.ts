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
  const all = paramsOf('rec-ring', params)
  return -objectiveGradient(tf, resolveMethod('rec-ring'), all, { ...batch, ...columns }, context).gradient.logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('the ring clip', () => {
  test('on policy it is REINFORCE; no credit, no pull', () => {
    expect(pull(2, 1)).toBeCloseTo(2, 4)
    expect(pull(0, 1)).toBeCloseTo(0)
  })

  test('in the ring nothing is pushed', () => {
    for (const ratio of [0.6, 2]) for (const credit of [1, -1]) expect(pull(credit, ratio)).toBeCloseTo(0)
  })

  test('beyond it only what comes back is', () => {
    expect(pull(1, 0.3)).toBeCloseTo(1, 4)
    expect(pull(-1, 3.5)).toBeCloseTo(-1, 4)
    expect(pull(-1, 0.3)).toBeCloseTo(0)
    expect(pull(1, 3.5)).toBeCloseTo(0)
  })
})
