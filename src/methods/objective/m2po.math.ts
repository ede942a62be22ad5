/** The parameters and the loss of M2PO. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { anchorLogp, anchorParam } from '../../core/formulas/probability-region.ts'
import { clipParams, detach } from '../../core/formulas/surrogate.ts'
import type { Tf, TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamSpecs, type Values } from '../../core/params.ts'
import { indicator, keptByMean } from '../../core/rows.ts'

export const m2poParams = {
  momentLimit: number({
    label: 'Largest second moment τ',
    default: 0.04,
    paper: 0.04,
    by: { trinity: 0.04, areal: 0.04 },
    min: 0,
    max: 100,
    scale: 'log',
  }),
  momentOver: choice({
    label: 'Judged are',
    options: ['pushed outwards', 'all tokens'],
    default: 'pushed outwards',
    paper: 'pushed outwards',
    by: { trinity: 'pushed outwards', areal: 'all tokens' },
    meaning: {
      'pushed outwards': 'tokens whose ratio moves further from 1; all of them may be dropped',
      'all tokens': 'AReaL: every token; the mean must be below τ, and one is kept at least',
    },
  }),
  anchor: anchorParam,
  movedTo: choice({
    label: 'Moved to',
    options: ['now', 'start'],
    default: 'now',
    paper: 'now',
    by: { trinity: 'now', areal: 'start' },
    meaning: { now: 'the policy now', start: 'the policy at the start of the update, for the choice of tokens' },
  }),
  logRatioLimit: clipParams.logRatioLimit,
} as const satisfies ParamSpecs

/**
 * -ratio * credit [n, T] of the tokens that stay; the others are chosen over all rows. `kept`, `judged` and `moment`, the
 * squared log-ratio by which tokens are judged, explain it.
 */
export function m2poLoss(tf: Tf, tensors: TokenTensors, params: Values<typeof m2poParams>) {
  const { momentLimit, momentOver, anchor, movedTo, logRatioLimit: limit } = params
  const { now, oldLogp, credit, mask } = tensors
  const from = anchorLogp(tensors, anchor)
  const logRatio = tf.sub<Tensor2D>(now.logp, from)
  const move = detach(tf, movedTo === 'start' ? tf.sub<Tensor2D>(oldLogp, from) : logRatio)
  const outwards = indicator(tf, tf.greater(tf.mul(credit, move), 0))
  const all = momentOver === 'all tokens'
  const judged = all ? mask : tf.mul<Tensor2D>(outwards, mask)
  const moment = tf.square<Tensor2D>(move)
  const kept = keptByMean(tf, moment, judged, momentLimit, all)
  // Held within the limit by value; the gradient is that of the ratio all the same.
  const excess = limit > 0 ? detach(tf, tf.sub<Tensor2D>(tf.clipByValue(logRatio, -limit, limit), logRatio)) : 0
  const ratio = tf.exp(tf.add<Tensor2D>(logRatio, excess))
  return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(kept, ratio), credit)), explain: { ratio, kept, judged, moment } }
}
