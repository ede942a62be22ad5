/** SDPO’s distillation loss: who is taught, how far student and teacher are apart, weights. `tf` is an argument here too. */
import type { Scalar, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import { type Batch, groupMembers } from '../../core/batch.ts'
import { fail } from '../../core/fail.ts'
import { atLargest, divergence, renormalised, withTail } from '../../core/formulas/divergence.ts'
import { clipParams, detach, ratioOf } from '../../core/formulas/surrogate.ts'
import type { Tf, TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamSpecs, type Values } from '../../core/params.ts'
import { rowMean } from '../../core/rows.ts'

/** Of both halves of the loss. */
export const shareParams = {
  distilShare: number({
    label: 'Share of distillation w',
    default: 1,
    trl: 1,
    min: 0,
    max: 1,
    note: 'The policy’s own loss has the rest; 1 is distillation alone.',
  }),
} as const satisfies ParamSpecs

export const policyParams = {
  clipLow: clipParams.clipLow,
  clipHigh: clipParams.clipHigh,
  ratioLevel: choice({
    label: 'Ratio over',
    options: ['token', 'sequence'],
    default: 'token',
    trl: 'token',
    meaning: { token: 'one ratio per token', sequence: 'one per response: the geometric mean of its tokens’' },
  }),
} as const satisfies ParamSpecs

export const distilParams = {
  distilOver: choice({
    label: 'Distil',
    options: ['sampled', 'whole', 'likeliest'],
    default: 'sampled',
    trl: 'sampled',
    meaning: {
      sampled: 'the token that was drawn: a policy gradient',
      whole: 'the whole next-token distribution',
      likeliest: 'the student’s likeliest tokens',
    },
  }),
  distilAlpha: number({
    label: 'Divergence α',
    default: 1,
    trl: 1,
    min: 0,
    max: 1,
    note: '0: KL(teacher, student); 1: KL(student, teacher); between: Jensen-Shannon. The drawn token knows only 1.',
  }),
  distilTop: number({
    label: 'Likeliest tokens',
    default: 4,
    min: 1,
    max: 64,
    integer: true,
    aside: true,
    note: 'How many are distilled where only the likeliest are.',
  }),
  distilTail: choice({
    label: 'All other tokens',
    options: ['together', 'left out'],
    default: 'together',
    trl: 'together',
    meaning: { together: 'as one more token', 'left out': 'as if there were none' },
  }),
  distilCap: number({
    label: 'Largest ratio',
    default: 2,
    trl: 2,
    min: 0,
    max: 100,
    aside: true,
    note: 'Each token counts by its probability ratio, at most this much; 0: all count alike.',
  }),
} as const satisfies ParamSpecs

/** [n] 1 for responses with a sibling that succeeded; their own success does not count. */
export function taughtRows(batch: Batch, successReward: number): Float32Array {
  const taught = new Float32Array(batch.rollouts)
  for (const members of groupMembers(batch)) {
    const right = members.filter(i => batch.reward[i]! >= successReward)
    for (const i of members) taught[i] = right.some(other => other !== i) ? 1 : 0
  }
  return taught
}

type Settings = Values<typeof distilParams & ParamSpecs>

/** [n, T] how far the student is from the teacher at each token. Source: TRL experimental/sdpo/loss_utils.py (1.16.0). */
export function apart(tf: Tf, tensors: TokenTensors, settings: Settings): Tensor2D {
  const { now, teacherLogp, teacherNext } = tensors
  const { distilOver, distilAlpha, distilTop, distilTail } = settings
  if (distilOver === 'sampled' && teacherLogp)
    return tf.mul<Tensor2D>(detach(tf, tf.sub<Tensor2D>(now.logp, teacherLogp)), now.logp)
  if (!now.logits || !teacherNext)
    return fail('sdpo.regulariser', 'whole distributions', 'none', 'Distil the sampled tokens, or train it live.')
  const student = tf.logSoftmax<Tensor3D>(now.logits)
  if (distilOver === 'whole') return divergence(tf, student, teacherNext, distilAlpha)
  const both = atLargest(tf, detach(tf, student), [student, teacherNext], distilTop)
  const [own, other] = both.map(logp => (distilTail === 'together' ? withTail(tf, logp) : renormalised(tf, logp)))
  return divergence(tf, own!, other!, distilAlpha)
}

/** Weight of each token by its ratio, and the mean over all responses of their mean token; those not taught count as 0. */
export function distilled(tf: Tf, tensors: TokenTensors & { readonly taught: Tensor2D }, settings: Settings) {
  const { now, oldLogp, mask, taught, whole } = tensors
  const ratio = detach(tf, ratioOf(tf, now.logp, oldLogp, 20))
  const ratioWeight = settings.distilCap > 0 ? tf.minimum<Tensor2D>(ratio, settings.distilCap) : tf.onesLike(ratio)
  const perToken = tf.mul<Tensor2D>(tf.mul(tf.mul(apart(tf, tensors, settings), ratioWeight), taught), mask)
  const rows = whole ? whole.rollouts + (whole.empty ?? 0) : mask.shape[0]
  const loss = tf.div<Scalar>(tf.sum(rowMean(tf, perToken, tensors)), rows)
  return { loss, ratioWeight }
}
