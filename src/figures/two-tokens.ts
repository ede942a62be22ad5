/** The smallest policy there is: the token that was drawn, and one other. All its statistics follow from one probability. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import type { PresentTensors, Tf } from '../core/method.ts'

interface Statistics {
  /** In nats. */
  readonly entropy: number
  /** Mean of the two log-probabilities. */
  readonly meanLogp: number
  /** Mean of p (H + log p) over what may be drawn. */
  readonly expectedS: number
}

/** What follows from the probability `p` of the drawn token. */
export function policyAt(p: number): Statistics {
  const [drawn, other] = [Math.log(p), Math.log1p(-p)]
  const entropy = -(p * drawn + (1 - p) * other)
  const expectedS = p ** 2 * (entropy + drawn) + (1 - p) ** 2 * (entropy + other)
  return { entropy, meanLogp: (drawn + other) / 2, expectedS }
}

/** The other token keeps at least this much, so that its logarithm is finite. */
const least = 1e-6

/** The same as tensors [n, T] from the drawn tokens' log-probabilities; gradients flow. `value` stands still. */
export function present(tf: Tf, logp: Tensor2D, value: Tensor2D): Required<PresentTensors> {
  const p = tf.exp(logp)
  const other = tf.log<Tensor2D>(tf.maximum(tf.sub(1, p), least))
  return {
    logp,
    value,
    entropy: tf.neg<Tensor2D>(tf.add(tf.mul(p, logp), tf.mul(tf.sub(1, p), other))),
    meanLogp: tf.div<Tensor2D>(tf.add(logp, other), 2),
    logits: tf.concat(
      [logp, other].map(one => tf.expandDims<Tensor3D>(one, 2)),
      2,
    ),
  }
}
