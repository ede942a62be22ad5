/** Divergences between a student's and a teacher's next-token distributions. `tf` is an argument here too. */
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import type { Tf } from '../method.ts'

/** [n, T] sum over the last axis of a (log a - log b), where a is 0 the term is 0. Gradients flow through both. */
export const klOver = (tf: Tf, a: Tensor3D, b: Tensor3D): Tensor2D =>
  tf.sum<Tensor2D>(tf.mul(tf.exp(a), tf.sub(a, b)), 2)

/**
 * [n, T] of log-probabilities [n, T, K]. `alpha` 0: KL(teacher, student); 1: KL(student, teacher); between them the
 * generalised Jensen-Shannon divergence with the mixture (1 - alpha) student + alpha teacher. Source: TRL
 * experimental/sdpo/loss_utils.py (1.16.0).
 */
export function divergence(tf: Tf, student: Tensor3D, teacher: Tensor3D, alpha: number): Tensor2D {
  if (alpha === 0) return klOver(tf, teacher, student)
  if (alpha === 1) return klOver(tf, student, teacher)
  const mixture = tf.log<Tensor3D>(
    tf.maximum(tf.add(tf.mul(tf.exp(student), 1 - alpha), tf.mul(tf.exp(teacher), alpha)), 1e-30),
  )
  return tf.add<Tensor2D>(tf.mul(klOver(tf, teacher, mixture), alpha), tf.mul(klOver(tf, student, mixture), 1 - alpha))
}

/** [n, T, K] places of the K largest along the last axis, as one-hot rows [n, T, K, V] without gradient. */
function largestPlaces(tf: Tf, logp: Tensor3D, k: number): Tensor {
  const { indices } = tf.topk(logp, Math.min(k, logp.shape[2]))
  return tf.oneHot(indices, logp.shape[2])
}

/** Log-probabilities [n, T, K] of both at the K likeliest tokens of `by`. */
export function atLargest(tf: Tf, by: Tensor3D, both: readonly Tensor3D[], k: number): Tensor3D[] {
  const places = tf.cast(largestPlaces(tf, by, k), 'float32')
  return both.map(logp => tf.sum<Tensor3D>(tf.mul(places, tf.expandDims(logp, 2)), 3))
}

/** [n, T, K + 1] log-probabilities of some tokens, and of all the others together. */
export function withTail(tf: Tf, logp: Tensor3D): Tensor3D {
  const rest = tf.sub(1, tf.sum(tf.exp(logp), 2, true))
  return tf.concat<Tensor3D>([logp, tf.log<Tensor3D>(tf.maximum(rest, 1e-12))], 2)
}

/** [n, T, K] the same tokens as if there were no others. */
export const renormalised = (tf: Tf, logp: Tensor3D): Tensor3D => tf.sub(logp, tf.logSumExp(logp, 2, true))
