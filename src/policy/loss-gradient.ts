/**
 * The boundary between a kernel and a loss. A kernel computes the statistics of the sampled tokens; the loss, whatever
 * the method, is a small TensorFlow.js graph on [rows, width] arrays; its gradient with respect to the statistics goes
 * back into the kernel. So every objective gets the kernels' speed without knowing of them, and the graph runs on a
 * host backend (`wasm` or `cpu`), where an operation costs microseconds instead of a dispatch.
 */
import { tf } from '../tensor/tf.ts'
import type { PolicyTensors, TrainRequest } from './policy.ts'

/** Padded statistics, [rows * width]; `logits` [rows * width * V]. */
export interface Statistics {
  readonly logp: Float32Array
  readonly entropy: Float32Array
  readonly meanLogp: Float32Array
  readonly value?: Float32Array
  readonly logits?: Float32Array
}

/**
 * Value and gradient of a loss at given statistics, on the current TensorFlow.js backend. The gradient has the shapes
 * of the statistics, and zeros where the loss does not depend on one.
 */
export async function lossGradient(
  rows: number,
  width: number,
  statistics: Statistics,
  loss: TrainRequest['loss'],
): Promise<{ readonly loss: number; readonly gradient: Statistics }> {
  const { logp, entropy, meanLogp, value, logits } = statistics
  const given = [logp, entropy, meanLogp, value, logits].filter(data => data !== undefined)
  const shape: [number, number] = [rows, width]
  const lossOf = (...leaves: ReturnType<typeof tf.tensor>[]) => {
    let next = 0
    const take = () => tf.reshape(leaves[next++] ?? [], shape)
    const tensors: PolicyTensors = {
      logp: take() as PolicyTensors['logp'],
      entropy: take() as PolicyTensors['entropy'],
      meanLogp: take() as PolicyTensors['meanLogp'],
      ...(value && { value: take() as PolicyTensors['logp'] }),
      ...(logits && { logits: tf.reshape(leaves[next++] ?? [], [...shape, logits.length / (rows * width)]) }),
    }
    // Every statistic enters with weight 0, so that the gradient exists also for those that a loss does not read.
    const anchor = tf.addN(leaves.map(leaf => tf.mul(tf.sum(leaf), 0)))
    return tf.add<ReturnType<typeof tf.scalar>>(loss(tensors), anchor)
  }
  const { value: total, grads } = tf.tidy(() => tf.valueAndGrads(lossOf)(given.map(data => tf.tensor(data))))
  const [[number], ...arrays] = await Promise.all([total.data(), ...grads.map(gradient => gradient.data())])
  tf.dispose([total, ...grads])
  const floats = arrays.map(array => Float32Array.from(array))
  const none = new Float32Array()
  return {
    loss: number ?? Number.NaN,
    gradient: {
      logp: floats[0] ?? none,
      entropy: floats[1] ?? none,
      meanLogp: floats[2] ?? none,
      ...(value && { value: floats[3] ?? none }),
      ...(logits && { logits: floats.at(-1) ?? none }),
    },
  }
}
