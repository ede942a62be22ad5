/** Micro-batches of one update: cut in order, each divided by its own counts or by the whole's. */
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { context, estimateOf, paramsOf, syntheticBatch, trainedIds } from './fixture.ts'
import { objectiveGradient } from './gradient.ts'
import { resolveMethod } from './index.ts'
import { tensorNeeds } from './loss.ts'

/** Six responses of 3, 2, 4, 1, 2 and 3 tokens. */
const lossOf = (id: string, params: Record<string, number | string>, rows?: readonly number[]) => {
  const { batch } = estimateOf(id, syntheticBatch())
  const options = { maxResponse: 4, ...(rows && { rows }) }
  return objectiveGradient(tf, resolveMethod(id), { ...paramsOf(id), ...params }, batch, context, options)
}
const cut = (microNormalise: string, microBatches = 2) => ({ microBatches, microNormalise })

beforeAll(() => openBackend('cpu'))

describe('each micro-batch divides by its own counts', () => {
  // Pairs are not cut: a half would tear them.
  const whole = trainedIds.filter(id => resolveMethod(id).unit !== 'pair')
  const ids = whole.filter(id => !tensorNeeds(resolveMethod(id), paramsOf(id)).includes('logits'))
  test.each(ids)('%s: loss and gradient are the mean of those of its halves', id => {
    const got = lossOf(id, cut('each'))
    const halves = [lossOf(id, {}, [0, 1, 2]), lossOf(id, {}, [3, 4, 5])] as const
    const mean = (halves[0].loss + halves[1].loss) / 2
    expect(Math.abs(got.loss - mean)).toBeLessThan(1e-5 * (1 + Math.abs(mean)))
    got.gradient.logp?.forEach((slope, t) => {
      expect(slope).toBeCloseTo((halves[0].gradient.logp![t]! + halves[1].gradient.logp![t]!) / 2, 5)
    })
    expect(Object.keys(got.explain)).toEqual(Object.keys(halves[0].explain))
  })

  test('so that responses of unequal length weigh otherwise than in one batch', () => {
    expect(lossOf('grpo', cut('each')).loss).not.toBeCloseTo(lossOf('grpo', {}).loss, 3)
  })

  test('more parts than responses are a part per response', () => {
    expect(lossOf('grpo', cut('each', 16))).toEqual(lossOf('grpo', cut('each', 6)))
  })
})

test('micro-batches that divide by the counts of the whole are the whole', () => {
  expect(lossOf('grpo', cut('whole'))).toEqual(lossOf('grpo', {}))
})
