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
  const all = paramsOf('rec-one-side', params)
  return -objectiveGradient(tf, resolveMethod('rec-one-side'), all, { ...batch, ...columns }, context).gradient
    .logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('the one-sided clip', () => {
  test('on policy it is REINFORCE; no credit, no pull', () => {
    expect(pull(2, 1)).toBeCloseTo(2, 4)
    expect(pull(0, 1)).toBeCloseTo(0)
  })

  test.each([
    ['praised and likelier already', 1, 1.5],
    ['blamed and rarer already', -1, 0.5],
  ])('%s: dropped', (_, credit, ratio) => expect(pull(credit, ratio)).toBeCloseTo(0))

  test.each([
    ['praised but rarer', 1, 0.5],
    ['blamed but likelier', -1, 2],
  ])('%s: pushed, alike however far it went', (_, credit, ratio) => expect(pull(credit, ratio)).toBeCloseTo(credit, 4))

  test('with the ratio as weight it is PPO without the dual clip', () => {
    expect(pull(-1, 2, { recWeight: 'ratio' })).toBeCloseTo(-2, 4)
  })
})
