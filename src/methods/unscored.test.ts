/** A response that nothing could score moves nobody: every method does what it would do if it had never been drawn. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Batch } from '../core/batch.ts'
import { partOf, scoredRows } from '../core/scored.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { context, estimateOf, paramsOf, prepared, syntheticBatch, trainedIds } from './fixture.ts'
import { objectiveGradient } from './gradient.ts'
import { resolveMethod } from './index.ts'
import { tensorNeeds } from './loss.ts'

const whole = syntheticBatch()
const silent: Batch = { ...whole, reward: whole.reward.map((r, i) => (i === 1 || i === 5 ? Number.NaN : r)) }
/** The others alone, and how a column of theirs lies in the whole batch. */
const { batch: others, back } = partOf(silent, scoredRows(silent))
const { tokenReward: _, ...silentUnpaid } = silent
const { tokenReward: __, ...othersUnpaid } = others

const gradientOf = (id: string, batch: Batch): Float32Array => {
  const credited = prepared(resolveMethod(id), paramsOf(id), batch).batch
  return objectiveGradient(tf, resolveMethod(id), paramsOf(id), credited, context).gradient.logp!
}

/** Two lists of numbers agree up to one factor, which lies in (0, 1]: the share of tokens or responses that were scored. */
function expectShare(got: Float32Array, expected: Float32Array): void {
  const at = expected.reduce((best, value, t) => (Math.abs(value) > Math.abs(expected[best]!) ? t : best), 0)
  const factor = expected[at] === 0 ? 1 : got[at]! / expected[at]!
  expect(factor).toBeGreaterThan(0.5)
  expect(factor).toBeLessThan(1 + 1e-5)
  expected.forEach((value, t) => {
    expect(got[t], `token ${t}`).toBeCloseTo(value * factor, 5)
  })
}

beforeAll(() => openBackend('cpu'))

describe('a reward of null leaves the others as if that response had never been drawn', () => {
  const ids = trainedIds
  test.each(ids.filter(id => resolveMethod(id).credit))('%s: credit', id => {
    for (const [all, some] of [
      [silent, others],
      [silentUnpaid, othersUnpaid],
    ] as const) {
      const [got, expected] = [estimateOf(id, all).batch, estimateOf(id, some).batch]
      expect(got.credit).toEqual(back('token', expected.credit))
      expect(got.advantage).toEqual(back('rollout', expected.advantage))
    }
  })

  test.each(ids.filter(id => !tensorNeeds(resolveMethod(id), paramsOf(id)).includes('logits')))('%s: gradient', id => {
    expectShare(gradientOf(id, silent), back('token', gradientOf(id, others)))
  })
})
