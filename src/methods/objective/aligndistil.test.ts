import type { Scalar, Tensor3D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

beforeAll(() => openBackend('cpu'))

/** Loss, weight and gradient of one token, by three lists of logits. */
function at(student: number[], dpo: number[], reverse: number[], params = {}) {
  const one = tf.tensor2d([[1]])
  const cube = (row: number[]): Tensor3D => tf.tensor3d([[row]])
  const { compute } = resolveMethod('aligndistil').objective!.part
  const of = (logits: Tensor3D) => {
    const known = { mask: one, length: one, credit: one, advantage: one, oldLogp: one }
    const models = { now: { logp: one, logits }, dpoLogits: cube(dpo), reverseLogits: cube(reverse) }
    return compute(tf, { ...known, ...models }, paramsOf('aligndistil', params), context)
  }
  const gradient = tf.grad(x => tf.sum<Scalar>(of(tf.reshape(x, [1, 1, student.length])).loss))(cube(student))
  const { loss, explain } = of(cube(student))
  const number = (values: ArrayLike<number>) => values[0]!
  return {
    loss: number(loss.dataSync()),
    alpha: number(explain!.alpha!.dataSync()),
    gradient: [...gradient.dataSync()],
  }
}

describe('AlignDistil', () => {
  test('a student that equals the teacher has nothing to learn', () => {
    const { loss, gradient } = at([2, 0], [1, 0], [0, 0], { teacherWeight: 'fixed', dpoBeta: 1, teacherReach: 1 })
    expect(loss).toBeCloseTo(0, 6)
    for (const g of gradient) expect(g).toBeCloseTo(0, 6)
  })

  test('where the models agree the weight is its floor and the teacher is the DPO model', () => {
    expect(at([0, 0], [1, 0], [1, 0]).alpha).toBeCloseTo(0.001, 6)
    expect(at([1, 0], [1, 0], [1, 0], { teacherReach: 100 }).loss).toBeCloseTo(0, 6)
  })

  test('blended with weight 1 the teacher is the DPO model, whatever the other says', () => {
    const params = { teacherForm: 'blend', teacherWeight: 'fixed', dpoBeta: 0.1, teacherReach: 0.1 }
    expect(at([1, 0], [1, 0], [-3, 2], params).loss).toBeCloseTo(0, 6)
  })

  test('the student is pulled towards what the DPO model likes more than the other', () => {
    const [liked, disliked] = at([0, 0], [1, 0], [0, 1]).gradient
    expect(liked).toBeLessThan(0)
    expect(disliked).toBeGreaterThan(0)
  })

  const logits = (dpo: number[], reverse: number[]) =>
    withColumns(
      { ...batchOf([[1]], 1), vocabulary: 2 },
      { dpoLogits: Float32Array.from(dpo), reverseLogits: Float32Array.from(reverse) },
    )

  test('a token’s reward is β times the log-ratio of the models', () => {
    const { batch, explain } = estimateOf('aligndistil', logits([5, 5], [Math.log(1), Math.log(3)]), { dpoBeta: 1 })
    expect(batch.credit[0]).toBeCloseTo(Math.log(0.5 / 0.25), 5)
    expect(explain.disagreement!.values[0]).toBeCloseTo(0.5, 5)
  })

  test('equal models leave every token without reward', () => {
    expect([...estimateOf('aligndistil', logits([1, 2], [1, 2])).batch.credit]).toEqual([0])
  })
})
