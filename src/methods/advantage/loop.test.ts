import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { advantagesOf, batchOf, context, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

const pull = (credit: number, ratio: number) => {
  const batch = { ...batchOf([[1]], 1), advantage: Float32Array.of(credit), credit: Float32Array.of(credit) }
  const columns = { oldLogp: Float32Array.of(-3), logp: Float32Array.of(-3 + Math.log(ratio)) }
  return -objectiveGradient(tf, resolveMethod('loop'), paramsOf('loop'), { ...batch, ...columns }, context).gradient
    .logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('LOOP', () => {
  test('a group of one, and a group that agrees, get 0', () => {
    expect(advantagesOf('loop', batchOf([[1], [2, 2]]))).toEqual([0, 0, 0])
    expect(advantagesOf('loop', batchOf([[2, 2]]), { divideBy: 'deviation' })).toEqual([0, 0])
  })

  test('compares with the others, as RLOO does', () => {
    const batch = batchOf([[1, 0, 0, 0.5]])
    expect(advantagesOf('loop', batch)).toEqual(advantagesOf('rloo', batch))
  })

  test('with itself included it is Dr. GRPO', () => {
    const batch = batchOf([[1, 0, 0.5]])
    expect(advantagesOf('loop', batch, { baselineOver: 'all', ignoreBelow: 0 })).toEqual(advantagesOf('dr-grpo', batch))
  })

  test('next to nothing is nothing', () => {
    expect(advantagesOf('loop', batchOf([[0.5, 0.505]]))).toEqual([0, 0])
  })

  test('the clip is the same factor either way', () => {
    expect(pull(-1, 0.905)).toBeCloseTo(0)
    expect(pull(-1, 0.915)).toBeCloseTo(-0.915, 3)
    expect(pull(1, 1.09)).toBeCloseTo(1.09, 3)
    expect(pull(1, 1.11)).toBeCloseTo(0)
  })

  test('a blamed token that became likelier is pushed without bound', () => {
    expect(pull(-1, 7)).toBeCloseTo(-7, 2)
  })
})
