/** The parameters of FIPO and the weight that it puts on each token. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import { clipParams, clippedSurrogate, detach, ratioOf } from '../../core/formulas/surrogate.ts'
import type { Tf, TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamSpecs, type Values } from '../../core/params.ts'

export const fipoParams = {
  clipLow: clipParams.clipLow,
  clipHigh: clipParams.clipHigh,
  halfLife: number({
    label: 'Half-life h',
    default: 32,
    by: { 'ms-swift': 32 },
    min: 0.1,
    max: 10_000,
    scale: 'log',
    note: 'Tokens after which a move counts half.',
  }),
  halfLifeOver: choice({
    label: 'Distance counts',
    options: ['generated tokens', 'all places'],
    default: 'generated tokens',
    by: { 'ms-swift': 'all places' },
    meaning: { 'generated tokens': 'what the policy wrote', 'all places': 'words of the world too' },
  }),
  influenceRange: number({
    label: 'Range of the weight κ',
    default: 0.2,
    by: { 'ms-swift': 0.2 },
    min: 0,
    max: 1,
    note: 'The weight is at most 1 + κ; 0 leaves it free on both sides.',
  }),
  influenceSide: choice({
    label: 'The weight',
    options: ['rises', 'rises and falls'],
    default: 'rises',
    by: { 'ms-swift': 'rises' },
    meaning: { rises: 'is never below 1', 'rises and falls': 'may be as low as 1 - κ' },
  }),
  safetyRatio: number({
    label: 'No praise of mistakes beyond',
    default: 4,
    by: { 'ms-swift': 4 },
    min: 0,
    max: 1000,
    scale: 'log',
    aside: true,
    note: 'A token with negative credit and a larger ratio weighs 0.8 to 1; 0 is off.',
  }),
  ratioBound: number({
    label: 'Largest ratio δ',
    default: 0,
    by: { 'ms-swift': 0 },
    min: 0,
    max: 1000,
    scale: 'log',
    aside: true,
    note: 'Ratios count as at most this, and a token beyond adds nothing to the sums of earlier tokens; 0 is off.',
  }),
} as const satisfies ParamSpecs

type Given = Values<typeof fipoParams>

/** [n, T] discounted sum of a token's own and all later moves; `place` numbers the tokens of each row. */
function futureSum(tf: Tf, moves: Tensor2D, place: Tensor2D, halfLife: number): Tensor2D {
  const ahead = tf.sub<Tensor3D>(tf.expandDims(place, 1), tf.expandDims(place, 2)) // [n, from, to]
  const decay = tf.pow<Tensor3D>(2 ** (-1 / halfLife), tf.maximum(ahead, 0))
  const later = tf.cast<Tensor3D>(tf.greaterEqual(ahead, 0), 'float32')
  return tf.squeeze<Tensor2D>(tf.matMul(tf.mul<Tensor3D>(decay, later), tf.expandDims<Tensor3D>(moves, 2)), [2])
}

/**
 * The clipped surrogate [n, T], times a weight without gradient by whether the rest of the response is becoming likelier.
 * Source: ms-swift GRPOTrainer._compute_fipo_influence and _compute_loss_and_metrics (3602360).
 */
export function fipoLoss(tf: Tf, { now, oldLogp, credit, mask }: TokenTensors, params: Given) {
  const { clipLow, clipHigh, ratioBound: bound } = params
  const ratio = ratioOf(tf, now.logp, oldLogp, 0)
  const logRatio = tf.sub<Tensor2D>(now.logp, oldLogp)
  const near = bound > 0 ? tf.where<Tensor2D>(tf.greater(ratio, bound), tf.zerosLike(logRatio), logRatio) : logRatio
  // Masked places move nothing, so that it does not matter which number they share.
  const place = tf.cumsum<Tensor2D>(params.halfLifeOver === 'all places' ? tf.onesLike(mask) : mask, 1)
  const futureKl = detach(tf, tf.mul<Tensor2D>(futureSum(tf, tf.mul(near, mask), place, params.halfLife), mask))
  const influence = influenceOf(tf, futureKl, ratio, credit, params)
  const { explain } = clippedSurrogate(tf, ratio, credit, { clipLow, clipHigh, dualClip: 0 })
  const bounded = bound > 0 ? tf.minimum<Tensor2D>(ratio, bound) : ratio
  const clipped = tf.clipByValue<Tensor2D>(ratio, 1 - clipLow, 1 + clipHigh)
  const worse = tf.neg(tf.minimum<Tensor2D>(tf.mul(bounded, credit), tf.mul(clipped, credit)))
  return { loss: tf.mul<Tensor2D>(worse, influence), explain: { ...explain, futureKl, influence } }
}

function influenceOf(tf: Tf, futureKl: Tensor2D, ratio: Tensor2D, credit: Tensor2D, params: Given): Tensor2D {
  const { influenceRange: range, influenceSide, safetyRatio } = params
  const raw = tf.exp(futureKl)
  const low = influenceSide === 'rises' ? 1 : 1 - range
  const held = range > 0 ? tf.clipByValue<Tensor2D>(raw, low, 1 + range) : raw
  if (safetyRatio === 0) return detach(tf, held)
  const risky = tf.logicalAnd(tf.less(credit, 0), tf.greater(ratio, safetyRatio))
  return detach(tf, tf.where<Tensor2D>(risky, tf.clipByValue<Tensor2D>(held, 0.8, 1), held))
}
