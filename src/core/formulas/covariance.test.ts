import { expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { metricsOfBatch } from '../batch-metrics.ts'
import { entropy, softmax } from '../math.ts'
import { deviations } from './covariance.ts'

const batch = (logp: readonly number[], credit: readonly number[], mask: readonly number[]) => ({
  ...batchOf([logp.map(() => 0)]),
  tokenStart: Int32Array.from({ length: logp.length + 1 }, (_, i) => i),
  token: new Int32Array(logp.length),
  oldLogp: Float32Array.from(logp),
  credit: Float32Array.from(credit),
  mask: Float32Array.from(mask),
})

test('is the product of both deviations, of the policy’s own tokens alone', () => {
  const one = batch([-1, -3, 50], [1, -1, 9], [1, 1, 0])
  expect([...deviations(one)]).toEqual([1, 1, Number.NaN])
  expect(metricsOfBatch(one).covariance).toBe(1)
  expect(metricsOfBatch({ ...one, credit: Float32Array.of(-1, 1, 0) }).covariance).toBe(-1)
})

test('where its mean is positive, a step along the credit lowers the entropy of one choice', () => {
  const logits = [1, 0, -1]
  const p = [...softmax(logits)]
  const praised = p.map((_, k) => (k === 0 ? 1 : 0))
  for (const sign of [1, -1]) {
    // A batch in which every choice stands as often as it is likely, to one in a thousand.
    const drawn = p.flatMap((value, k) => Array<number>(Math.round(1000 * value)).fill(k))
    const one = batch(
      drawn.map(k => Math.log(p[k]!)),
      drawn.map(k => sign * praised[k]!),
      drawn.map(() => 1),
    )
    const middle = p.reduce((sum, value, k) => sum + value * praised[k]!, 0)
    const stepped = softmax(logits.map((z, k) => z + 1e-3 * sign * p[k]! * (praised[k]! - middle)))
    const { covariance = Number.NaN } = metricsOfBatch(one)
    expect(Math.sign(covariance)).toBe(sign)
    expect(Math.sign(entropy(stepped) - entropy(p))).toBe(-sign)
  }
})
