import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { advantagesOf, batchOf, context, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

/** Pull on one token with this credit and ratio. */
const pull = (credit: number, ratio: number, params = {}) => {
  const batch = { ...batchOf([[1]], 1), advantage: Float32Array.of(credit), credit: Float32Array.of(credit) }
  const columns = { oldLogp: Float32Array.of(-3), logp: Float32Array.of(-3 + Math.log(ratio)) }
  const all = paramsOf('opmd', params)
  return -objectiveGradient(tf, resolveMethod('opmd'), all, { ...batch, ...columns }, context).gradient.logp![0]!
}

beforeAll(() => openBackend('cpu'))

describe('OPMD', () => {
  test('pulls half as hard as REINFORCE at temperature 1, whatever the ratio', () => {
    expect(pull(2, 1)).toBeCloseTo(1, 4)
    expect(pull(2, 7)).toBeCloseTo(1, 4)
  })

  test('a group of one keeps its raw reward, or gets 0', () => {
    expect(advantagesOf('opmd', batchOf([[2]]))).toEqual([2])
    expect(advantagesOf('opmd', batchOf([[2]]), { lone: 'zero' })).toEqual([0])
  })

  test('the soft maximum lies between the mean and the best', () => {
    const best = (baselineTau: number) =>
      advantagesOf('opmd', batchOf([[1, 0, 0]]), { baselineOf: 'soft-max', baselineTau })[0]!
    expect(best(100)).toBeCloseTo(2 / 3, 2)
    expect(best(0.01)).toBeCloseTo(0.01 * Math.log(3), 4)
  })

  test('a group that agrees teaches nothing', () => {
    expect(advantagesOf('opmd', batchOf([[1, 1]]))).toEqual([0, 0])
  })
})
