/** For originals that take whole logits where ours is a loss of log-probabilities: the chain rule through log-softmax. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import type { Batch } from '../../core/batch.ts'
import { logSoftmax, softmax } from '../../core/math.ts'
import type { ParamValues } from '../../core/params.ts'
import { tf } from '../../tensor/tf.ts'
import { filled, resolveMethod } from '../index.ts'
import { buildLoss, tensorNeeds } from '../loss.ts'
import { batchTensors, joinTensors, paddingOf } from '../tensors.ts'
import { context } from './harness.ts'

type Cube = readonly (readonly (readonly number[])[])[]
type Table = readonly (readonly number[])[]

/** [n][T] log-probability of each token, at a temperature. */
export const logpOf = (logits: Cube, ids: Table, temperature = 1): number[][] =>
  logits.map((rows, i) => rows.map((row, t) => logSoftmax(row.map(z => z / temperature))[ids[i]![t]!]!))

/** [n][T][V] gradient with respect to the logits, from that with respect to the log-probabilities of the tokens. */
export const throughSoftmax = (slope: Table, logits: Cube, ids: Table, temperature = 1): number[][][] =>
  logits.map((rows, i) =>
    rows.map((row, t) => {
      const p = softmax(row.map(z => z / temperature))
      return Array.from(p, (share, v) => (slope[i]![t]! * ((v === ids[i]![t] ? 1 : 0) - share)) / temperature)
    }),
  )

/**
 * Loss, and its gradient with respect to the student's logits [n][T][V], of a method that reads whole distributions. The
 * batch holds advantage, credit and what else the loss reads.
 */
export function lossOfLogits(id: string, params: ParamValues, batch: Batch, logits: Cube, ids: Table, whole = {}) {
  const [method, rows] = [resolveMethod(id), paddingOf(batch)]
  const at = (cube: Cube) => cube.map(row => row.slice(0, rows.width).map(one => [...one]))
  return tf.tidy(() => {
    const needs = tensorNeeds(method, params)
    const data = batchTensors(tf, id, batch, needs, { maxResponse: logits[0]!.length, ...whole })
    const places = tf.oneHot(
      tf.tensor2d(
        ids.map(row => row.slice(0, rows.width)),
        undefined,
        'int32',
      ),
      logits[0]![0]!.length,
    )
    const joined = (z: Tensor3D) => {
      const logp = tf.sum<Tensor2D>(tf.mul(tf.logSoftmax(z), tf.cast(places, 'float32')), 2)
      return joinTensors(tf, id, data, { logits: z, logp })
    }
    const built = (z: Tensor3D) => buildLoss(tf, method, params, joined(z), context)
    const given = tf.tensor3d(at(logits))
    const { value, grad } = tf.valueAndGrad((z: Tensor3D) => built(z).loss)(given)
    const slope = grad.arraySync()
    const gradient = logits.map((row, i) => row.map((one, t) => slope[i]![t] ?? one.map(() => 0)))
    const explain = Object.entries(built(given).explain).map(([name, tensor]) => [name, tensor.arraySync()] as const)
    const { loss } = filled(method, 'objective').part.compute(tf, joined(given), params, context)
    return {
      loss: value.dataSync()[0] ?? Number.NaN,
      gradient,
      explain: Object.fromEntries(explain),
      /** [n][T] of the objective alone. */
      perToken: loss.arraySync(),
    }
  })
}
