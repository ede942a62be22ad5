/** How pictures run a method: its slots on plain batches, and the slope of its loss for a policy of two tokens. */
import type { Rank, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Batch, With } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import type { TensorNeed, Tf, TokenTensors } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import type { SlotContext } from '../core/parts.ts'
import { stream } from '../core/rng.ts'
import { estimate } from '../methods/estimate.ts'
import type { ResolvedMethod } from '../methods/index.ts'
import { columnsRead } from '../methods/needs.ts'
import { batchTensors, joinTensors, pad, paddingOf, unpad } from '../methods/tensors.ts'
import { madeUp, type Wish } from './made-up.ts'
import { present } from './two-tokens.ts'

/** Half-way through a run, nothing remembered, with the same noise each time that it is asked for. */
export const midway = (): SlotContext => ({
  iteration: 50,
  iterations: 100,
  draw: stream(1, 2, 3),
  state: undefined,
})

/** A made-up batch with what this method reads. */
export const batchFor = (method: ResolvedMethod, wish: Omit<Wish, 'reads'>): Batch =>
  madeUp({ ...wish, reads: columnsRead(method) })

/** Reward, advantage and credit of a batch. Fails for methods that do not train. */
export const estimated = (method: ResolvedMethod, params: ParamValues, batch: Batch): With<'advantage' | 'credit'> =>
  estimate(method, params, batch, midway()).batch

/** Something of the loss: a scalar, or [n, T] numbers whose sum counts. */
export type Measure = (tensors: TokenTensors) => Tensor2D | Scalar

/**
 * Measures of the loss at log-probabilities [T] of now, many times on one batch: what is data becomes tensors once.
 * `value` is [T], or one number where the measure is a scalar; `slope` is [T], how the sum grows with each token's
 * log-probability; `done` lets go of the data.
 */
export function measuring(tf: Tf, where: string, batch: Batch, needs: readonly TensorNeed[]) {
  const padding = paddingOf(batch)
  const data = batchTensors(tf, where, batch, needs)
  const held: Tensor2D = tf.tensor2d(pad(batch, padding, batch.oldValue ?? none(where)), data.mask.shape)
  const found = (measure: Measure, now: Tensor2D): Tensor2D | Scalar => {
    const tensors = joinTensors(tf, where, data, present(tf, now, held))
    const result = measure(tensors)
    return result.rank === 0 ? result : tf.mul<Tensor2D>(result, tensors.mask)
  }
  const at = (logp: Float32Array): Tensor2D => tf.tensor2d(pad(batch, padding, logp), data.mask.shape)
  const value = (logp: Float32Array, measure: Measure): Float32Array =>
    tf.tidy(() => {
      const result = found(measure, at(logp))
      const values = result.dataSync()
      return result.rank === 0 ? Float32Array.from(values) : unpad(batch, padding, values)
    })
  const slope = (logp: Float32Array, measure: Measure): Float32Array =>
    tf.tidy(() => {
      // The log-probabilities enter with weight 0, so that a gradient exists even where the measure ignores them.
      const total = (x: Tensor): Tensor => {
        const now = tf.reshape<Rank.R2>(x, data.mask.shape)
        return tf.add(tf.sum(found(measure, now)), tf.mul(tf.sum(now), 0))
      }
      return unpad(batch, padding, tf.grad(total)(at(logp)).dataSync())
    })
  const done = () => {
    held.dispose()
    for (const one of Object.values(data)) if (one instanceof tf.Tensor) one.dispose()
  }
  return { value, slope, done }
}

const none = (where: string): never => fail(where, 'the column oldValue', 'none', 'Make it up as the others are.')
