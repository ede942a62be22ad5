import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

/** Pull on every token. */
const pullOf = (rewards: readonly (readonly number[])[], lengths: readonly number[], values = {}) => {
  const { batch } = estimateOf('rft', batchOf(rewards, lengths), values)
  const logp = new Float32Array(batch.token.length).fill(-1)
  const given = { ...batch, oldLogp: logp, logp }
  const result = objectiveGradient(tf, resolveMethod('rft'), paramsOf('rft', values), given, context)
  return [...result.gradient.logp!].map(g => g + 0)
}

describe('rejection fine-tuning', () => {
  test('nobody right: nothing is learned', () => {
    expect(pullOf([[0, 0]], [2, 1])).toEqual([0, 0, 0])
  })

  test('a group of one that is right is imitated', () => {
    expect(pullOf([[1]], [2])).toEqual([-0.5, -0.5])
  })

  test('rejected responses change no average unless they are counted', () => {
    expect(pullOf([[1, 0, 0]], [1, 1, 1])[0]).toBe(-1)
    expect(pullOf([[1, 0, 0]], [1, 1, 1], { rejected: 'counted' })[0]).toBeCloseTo(-1 / 3, 6)
  })

  test('the best of each group is one response, and none where even the best is not good enough', () => {
    const { kept } = estimateOf(
      'rft',
      batchOf([
        [0.2, 0.9, 0.9],
        [-1, 0],
      ]),
      { keepWhich: 'best' },
    ).explain
    expect([...kept!.values]).toEqual([0, 1, 0, 0, 0])
  })

  test('a kept response may weigh its reward', () => {
    const { credit } = estimateOf('rft', batchOf([[0.25, -1]], 1), { keptWeight: 'reward' }).batch
    expect([...credit].map(c => c + 0)).toEqual([0.25, 0])
  })

  test('a response that nothing could score is not imitated', () => {
    expect([...estimateOf('rft', batchOf([[1, Number.NaN]], 1)).batch.credit]).toEqual([1, 0])
  })
})
