/**
 * REINFORCE with weights that have no gradient: the family of arXiv 2509.24203. A token's loss is -c A log pi, where c is
 * data: 0 for tokens that are dropped, a weight for the rest. Source: Trinity-RFT rec_policy_loss.py (eedef4b).
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf, TokenTensors } from '../method.ts'
import { choice, number } from '../params.ts'
import { detach } from './surrogate.ts'

type Ratios = Pick<TokenTensors, 'now' | 'oldLogp'>

const marks = (tf: Tf, where: Tensor): Tensor2D => tf.cast<Tensor2D>(where as Tensor2D, 'float32')
const both = (tf: Tf, a: Tensor, b: Tensor): Tensor => tf.logicalAnd(a as Tensor2D, b as Tensor2D)

/** [n, T] exp(logp - oldLogp) as data. */
export const plainRatio = (tf: Tf, { now, oldLogp }: Ratios): Tensor2D =>
  tf.exp(tf.sub<Tensor2D>(detach(tf, now.logp), oldLogp))

/** [n, 1] exp of the mean log-ratio of a response, as data. */
export function responseRatio(tf: Tf, { now, oldLogp, length }: Ratios & Pick<TokenTensors, 'length'>): Tensor2D {
  const total = tf.sum<Tensor2D>(tf.sub<Tensor2D>(detach(tf, now.logp), oldLogp), 1, true)
  return tf.exp(tf.div<Tensor2D>(total, tf.maximum(length, 1)))
}

/** 1 unless the token has moved too far already in the direction that its credit pushes. */
export function oneSide(tf: Tf, ratio: Tensor2D, credit: Tensor2D, low: number, high: number): Tensor2D {
  const up = both(tf, tf.greaterEqual(credit, 0), tf.lessEqual(ratio, 1 + high))
  const down = both(tf, tf.lessEqual(credit, 0), tf.greaterEqual(ratio, 1 - low))
  return marks(tf, tf.logicalOr(up as Tensor2D, down as Tensor2D))
}

/** 1 inside the band, whatever the credit's sign. */
export const twoSide = (tf: Tf, ratio: Tensor2D, low: number, high: number): Tensor2D =>
  marks(tf, both(tf, tf.greaterEqual(ratio, 1 - low), tf.lessEqual(ratio, 1 + high)))

/** 1 inside the band, and far outside it where the credit pulls back. */
export function ring(
  tf: Tf,
  ratio: Tensor2D,
  credit: Tensor2D,
  near: readonly [number, number],
  far: readonly [number, number],
): Tensor2D {
  const rises = both(tf, tf.greaterEqual(credit, 0), tf.lessEqual(ratio, 1 - far[0]))
  const falls = both(tf, tf.lessEqual(credit, 0), tf.greaterEqual(ratio, 1 + far[1]))
  return tf.maximum(twoSide(tf, ratio, ...near), marks(tf, tf.logicalOr(rises as Tensor2D, falls as Tensor2D)))
}

/** -keep * weight * A * logp and its diagnostics; `keep`, `weight` and `ratio` may be [n, T] or [n, 1]. */
export function weightedReinforce(
  tf: Tf,
  { now, credit }: Pick<TokenTensors, 'now' | 'credit'>,
  { ratio, keep, weight }: { readonly ratio: Tensor2D; readonly keep?: Tensor2D; readonly weight?: Tensor2D },
) {
  const kept = keep ?? tf.onesLike(ratio)
  const factor = tf.mul<Tensor2D>(kept, weight ?? 1)
  const loss = tf.neg(tf.mul<Tensor2D>(tf.mul(factor, credit), now.logp))
  return { loss, explain: { ratio, weight: factor, dropped: tf.sub<Tensor2D>(1, kept) } }
}

export const recWeight = (fallback: 'none' | 'ratio') =>
  choice({
    label: 'Weight of kept tokens',
    options: ['none', 'ratio'],
    default: fallback,
    paper: fallback,
    meaning: { none: 'all alike', ratio: 'importance ratio, without gradient' },
  })

export const recScale = choice({
  label: 'Divide by',
  options: ['none', 'group'],
  default: 'none',
  meaning: { none: 'nothing', group: 'the group’s population deviation' },
})

export const recBand = {
  recLow: number({ label: 'Band below 1', default: 0.2, paper: 0.2, min: 0, max: 1 }),
  recHigh: number({ label: 'Band above 1', default: 0.2, paper: 0.2, min: 0, max: 100 }),
}
