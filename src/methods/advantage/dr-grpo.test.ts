import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { advantagesOf, batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

const gradientOf = (lengths: number[], params = {}) => {
  const { batch } = estimateOf('dr-grpo', batchOf([[1, 0]], lengths))
  const logp = new Float32Array(batch.token.length)
  return [
    ...objectiveGradient(tf, resolveMethod('dr-grpo'), paramsOf('dr-grpo', params), { ...batch, logp }, context)
      .gradient.logp!,
  ]
}

beforeAll(() => openBackend('cpu'))

describe('Dr. GRPO', () => {
  test('is the reward minus the group’s mean, in the reward’s own unit', () => {
    expect(advantagesOf('dr-grpo', batchOf([[0, 10]]))).toEqual([-5, 5])
  })

  test('does not favour problems that are nearly solved: the minority answer weighs less than under GRPO', () => {
    const [, , , minority] = advantagesOf('dr-grpo', batchOf([[1, 1, 1, 0]]))
    expect(minority).toBeCloseTo(-0.75)
    expect(advantagesOf('grpo', batchOf([[1, 1, 1, 0]]))[3]).toBeLessThan(-1.4)
  })

  test('a token weighs the same in a short response as in a long one', () => {
    const weights = gradientOf([1, 4], { normLength: 10 }).map(Math.abs)
    expect(new Set(weights.map(w => w.toFixed(6))).size).toBe(1)
  })

  test('divides by a constant length times the number of responses, or by the length only as verl does', () => {
    expect(gradientOf([1, 1], { normLength: 10 })[0]).toBeCloseTo(-0.5 / 20)
    expect(gradientOf([1, 1], { normLength: 10, normRows: 'one' })[0]).toBeCloseTo(-0.5 / 10)
  })

  test('a group of one gets 0, or its raw reward under verl’s convention', () => {
    expect(advantagesOf('dr-grpo', batchOf([[2]]))).toEqual([0])
    expect(advantagesOf('dr-grpo', batchOf([[2]]), { lone: 'raw' })).toEqual([2])
  })
})
