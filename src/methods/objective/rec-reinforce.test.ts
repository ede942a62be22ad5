import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { advantagesOf, batchOf, context, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

describe('group-relative REINFORCE', () => {
  test('a group of one gets 0; so does a group that agrees, even when divided by its deviation', () => {
    expect(advantagesOf('rec-reinforce', batchOf([[1]]))).toEqual([0])
    expect(advantagesOf('rec-reinforce', batchOf([[1, 1, 1]]), { scale: 'group' })).toEqual([0, 0, 0])
  })

  test('divides by the population deviation where GRPO takes the sample’s', () => {
    const batch = batchOf([[1, 0]])
    expect(advantagesOf('rec-reinforce', batch, { scale: 'group' })[0]).toBeCloseTo(1, 4)
    expect(advantagesOf('grpo', batch)[0]).toBeCloseTo(Math.SQRT1_2, 4)
  })

  test.each([
    ['none', 1],
    ['ratio', 3],
  ])('weight %s: a token three times as likely as when sampled counts %d times', (recWeight, factor) => {
    const batch = { ...batchOf([[1]], 1), advantage: Float32Array.of(1), credit: Float32Array.of(1) }
    const columns = { oldLogp: Float32Array.of(-3), logp: Float32Array.of(-3 + Math.log(3)) }
    const params = paramsOf('rec-reinforce', { recWeight })
    const { gradient } = objectiveGradient(
      tf,
      resolveMethod('rec-reinforce'),
      params,
      { ...batch, ...columns },
      context,
    )
    expect(gradient.logp![0]).toBeCloseTo(-factor, 4)
  })
})
