import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

const gradientOf = (rewards: number[], lengths: number[], oldLogp?: number[]) => {
  const { batch } = estimateOf('reinforce', batchOf([rewards], lengths))
  const columns = {
    logp: new Float32Array(batch.token.length).fill(-1),
    ...(oldLogp && { oldLogp: Float32Array.from(oldLogp) }),
  }
  const result = objectiveGradient(
    tf,
    resolveMethod('reinforce'),
    paramsOf('reinforce'),
    { ...batch, ...columns },
    context,
  )
  return [...result.gradient.logp!].map(g => g + 0)
}

beforeAll(() => openBackend('cpu'))

describe('REINFORCE', () => {
  test('pushes every token of a response by its reward, averaged over responses', () => {
    expect(gradientOf([1, 3], [2, 1])).toEqual([-0.5, -0.5, -1.5])
  })

  test('a response without reward has no gradient', () => {
    expect(gradientOf([0, 1], [1, 1])).toEqual([0, -0.5])
  })

  test('does not care how likely the token was when it was sampled', () => {
    expect(gradientOf([1, 1], [1, 1], [-9, -0.01])).toEqual(gradientOf([1, 1], [1, 1]))
  })

  test('a response that nothing could score is left alone', () => {
    expect(gradientOf([Number.NaN, 1], [1, 1])).toEqual([0, -0.5])
  })
})
