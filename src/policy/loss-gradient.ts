/**
 * The boundary between a kernel and a loss. A kernel computes the statistics of the sampled tokens; the loss, whatever
 * the method, is a small TensorFlow.js graph on [rows, width] arrays; its gradient with respect to the statistics goes
 * back into the kernel. So every objective gets the kernels' speed without knowing of them, and the graph runs on a
 * host backend (`wasm` or `cpu`), where an operation costs microseconds instead of a dispatch.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { onHostBackend } from '../tensor/backends.ts'
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
 * Value and gradient of a loss at given statistics, on a host backend, whatever backend is current. The gradient has the
 * shapes of the statistics, and zeros where the loss does not depend on one.
 */
export async function lossGradient(
  rows: number,
  width: number,
  statistics: Statistics,
  loss: TrainRequest['loss'],
): Promise<{ readonly loss: number; readonly gradient: Statistics }> {
  const { logp, entropy, meanLogp, value, logits } = statistics
  const required = [logp, entropy, meanLogp]
  const optional = [value, logits].filter(data => data !== undefined)
  const flat = (leaf: Tensor): Tensor2D => tf.reshape(leaf, [rows, width])
  const lossOf = (first: Tensor, second: Tensor, third: Tensor, ...others: Tensor[]) => {
    const [valueLeaf, logitsLeaf] = value ? others : [undefined, ...others]
    const tensors: PolicyTensors = {
      logp: flat(first),
      entropy: flat(second),
      meanLogp: flat(third),
      ...(valueLeaf && { value: flat(valueLeaf) }),
      ...(logitsLeaf && { logits: tf.reshape(logitsLeaf, [rows, width, logitsLeaf.size / (rows * width)]) }),
    }
    // Every statistic enters with weight 0, so that the gradient exists also for those that a loss does not read.
    const anchor = tf.addN([first, second, third, ...others].map(leaf => tf.mul(tf.sum(leaf), 0)))
    return tf.add<ReturnType<typeof tf.scalar>>(loss(tensors), anchor)
  }
  const { value: total, grads } = onHostBackend(() =>
    tf.tidy(() => tf.valueAndGrads(lossOf)([...required, ...optional].map(data => tf.tensor1d(data)))),
  )
  const [[number], ...arrays] = await Promise.all([total.data(), ...grads.map(gradient => gradient.data())])
  tf.dispose([total, ...grads])
  const [byLogp, byEntropy, byMeanLogp, ...others] = arrays.map(array => Float32Array.from(array))
  const [byValue, byLogits] = value ? others : [undefined, ...others]
  const none = new Float32Array()
  return {
    loss: number ?? Number.NaN,
    gradient: {
      logp: byLogp ?? none,
      entropy: byEntropy ?? none,
      meanLogp: byMeanLogp ?? none,
      ...(byValue && { value: byValue }),
      ...(byLogits && { logits: byLogits }),
    },
  }
}
