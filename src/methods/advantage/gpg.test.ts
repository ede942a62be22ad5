import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { advantagesOf, batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

describe('GPG', () => {
  test('nobody correct: nothing is learned', () => {
    expect(advantagesOf('gpg', batchOf([[0, 0, 0]]))).toEqual([0, 0, 0])
  })

  test('a group of one gets 0, or its raw reward under verl’s convention', () => {
    expect(advantagesOf('gpg', batchOf([[2]]))).toEqual([0])
    expect(advantagesOf('gpg', batchOf([[2]]), { lone: 'raw' })).toEqual([2])
  })

  test('when every response has a reward it is Dr. GRPO', () => {
    const batch = batchOf([[1, 2, 3]])
    expect(advantagesOf('gpg', batch)).toEqual(advantagesOf('dr-grpo', batch))
  })

  test('all-wrong groups raise the weight of the others', () => {
    const alone = advantagesOf('gpg', batchOf([[1, 0]]))
    const diluted = advantagesOf(
      'gpg',
      batchOf([
        [1, 0],
        [0, 0],
      ]),
    )
    expect(alone.slice(0, 2)).toEqual([1, -1])
    expect(diluted.slice(0, 2)).toEqual([2, -2])
  })

  test('the loss does not care how likely a token was when it was sampled', () => {
    const { batch } = estimateOf('gpg', batchOf([[1, 0]], 1))
    const at = (oldLogp: number[]) => {
      const columns = { logp: Float32Array.of(-1, -2), oldLogp: Float32Array.from(oldLogp) }
      const given = { ...batch, ...columns }
      return [...objectiveGradient(tf, resolveMethod('gpg'), paramsOf('gpg'), given, context).gradient.logp!]
    }
    expect(at([-9, -0.1])).toEqual(at([-1, -2]))
  })

  test('advantages of a group sum to zero, however many groups are silent', () => {
    const all = advantagesOf(
      'gpg',
      batchOf([
        [1, 0, 0],
        [0, 0, 0],
        [3, 1, 0],
      ]),
    )
    for (const from of [0, 3, 6]) {
      const group = all.slice(from, from + 3)
      expect(group.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 5)
    }
  })
})
