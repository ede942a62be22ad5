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
  const all = paramsOf('rec-gspo', params)
  return -objectiveGradient(tf, resolveMethod('rec-gspo'), all, { ...batch, ...columns }, context).gradient.logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('one ratio per response', () => {
  test('on policy it is REINFORCE; no credit, no pull', () => {
    expect(pull(2, 1)).toBeCloseTo(2, 4)
    expect(pull(0, 1)).toBeCloseTo(0)
  })

  test('the response’s geometric mean decides for all of its tokens', () => {
    const batch = { ...batchOf([[1]], 2), advantage: Float32Array.of(1), credit: Float32Array.of(1, 1) }
    const at = (first: number, second: number) => {
      const columns = { oldLogp: Float32Array.of(0, 0), logp: Float32Array.of(Math.log(first), Math.log(second)) }
      const all = paramsOf('rec-gspo')
      return [
        ...objectiveGradient(tf, resolveMethod('rec-gspo'), all, { ...batch, ...columns }, context).gradient.logp!,
      ]
    }
    expect(at(2, 0.5)).toEqual([-0.5, -0.5].map(g => expect.closeTo(g, 4)))
    expect(at(2, 1).map(Math.abs)).toEqual([0, 0])
  })
})
