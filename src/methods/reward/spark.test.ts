import { describe, expect, test } from 'vitest'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { judgeLoss, lessonsOf, recycled } from './spark.math.ts'

const batch = {
  ...batchOf(
    [
      [1, 0, 0],
      [1, 1, 1],
    ],
    1,
  ),
  token: Int32Array.of(4, 5, 6, 7, 8, 9),
  correct: Float32Array.of(1, 0, 0, 1, 1, 1),
  modelReward: Float32Array.of(0, 2, -1, 0, 0, 0),
}
const lossOf = (score: readonly number[]) => judgeLoss(tf, tf.tensor1d([...score])).dataSync()[0]!

describe('SPARK', () => {
  test('as many right ones as wrong ones are recycled, and groups that agree make no pair', () => {
    expect(recycled([0, 1, 0, 0]).pairs).toEqual([[1, 0]])
    expect(recycled([1, 1])).toEqual({ pairs: [], toMend: [] })
    expect(recycled([0])).toEqual({ pairs: [], toMend: [0] })
  })

  test('a lesson holds the words of the response, right and wrong by turns', () => {
    expect(lessonsOf(batch, { problems: [3, 8] })).toEqual([
      { problem: 3, tokens: [4] },
      { problem: 3, tokens: [5] },
    ])
  })

  test('the loss falls as right and wrong move apart, and with the sign of each', () => {
    expect(lossOf([0, 0])).toBeCloseTo(3 * Math.LN2, 5)
    expect(lossOf([1, -1])).toBeLessThan(lossOf([0, 0]))
    expect(lossOf([3, 1])).toBeGreaterThan(lossOf([1, -1]))
  })

  test('tells how often the judge prefers the right one, and picks it', () => {
    const { part } = resolveMethod('spark').probe!
    const { metrics } = part.compute('t', batch, paramsOf('spark'), context)
    expect(metrics).toEqual({ judgeRanks: 0.5, judgeBest: 0.5, majorityRight: expect.any(Number) })
  })
})
