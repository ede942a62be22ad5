/** The losses that trainers put behind the teacher’s marks. `tf` is an argument here too. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach, ratioOf } from '../../core/formulas/surrogate.ts'
import type { ObjectiveResult, Tf, TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamSpecs, type Values } from '../../core/params.ts'
import { indicator } from '../../core/rows.ts'

export const opdLossParams = {
  studentOf: choice({
    label: 'Student of the mark',
    options: ['start', 'now'],
    default: 'start',
    by: { 'prime-rl': 'now', 'nemo-rl': 'start', slime: 'start', tinker: 'start', trinity: 'start' },
    meaning: { start: 'at the start of the update', now: 'in each update, without gradient' },
  }),
  distilLoss: choice({
    label: 'Mark times',
    options: ['ratio', 'logarithm'],
    default: 'ratio',
    by: { 'prime-rl': 'ratio', tinker: 'ratio', 'nemo-rl': 'logarithm' },
    meaning: { ratio: 'the probability ratio: importance sampling', logarithm: 'the log-probability: REINFORCE' },
  }),
  largestFall: number({
    label: 'Largest fall',
    default: 1,
    by: { 'prime-rl': 0.2 },
    min: 0,
    max: 1,
    aside: true,
    note: 'Tokens whose probability has fallen by more lose their gradient; 1 is off.',
  }),
  driftWeight: number({
    label: 'Price of the drift',
    default: 0,
    by: { 'prime-rl': 1e-3 },
    min: 0,
    max: 1,
    scale: 'log',
    aside: true,
    note: 'Times the squared log-ratio to the start of the update, of dropped tokens too; 0 is off.',
  }),
  logRatioLimit: clipParams.logRatioLimit,
} as const satisfies ParamSpecs

type Settings = Values<typeof opdLossParams & ParamSpecs> & { readonly distilWeight: number }

/**
 * -A r or -A log p per token, A moved from the student of then to that of now where this is asked for, plus a price on the
 * squared log-ratio. Source: prime-rl trainer/rl/loss.ref_kl_loss_fn (559b447); NeMo-RL ClippedPGLossFn with
 * disable_ppo_ratio (7ea279a). `clippedLow` marks the tokens that fell too far.
 */
export function opdLoss(tf: Tf, { now, oldLogp, credit, mask }: TokenTensors, values: Settings): ObjectiveResult {
  const { studentOf, distilLoss, distilWeight, largestFall, driftWeight, logRatioLimit } = values
  const ratio = ratioOf(tf, now.logp, oldLogp, logRatioLimit)
  const drift = tf.sub<Tensor2D>(now.logp, oldLogp)
  const mark =
    studentOf === 'now' ? tf.sub<Tensor2D>(credit, detach(tf, tf.mul<Tensor2D>(drift, distilWeight))) : credit
  const fallen = tf.greater(tf.sub(tf.exp(oldLogp), tf.exp(detach(tf, now.logp))), largestFall)
  const clippedLow = tf.mul<Tensor2D>(indicator(tf, fallen), mask)
  const pull = tf.mul<Tensor2D>(tf.mul(mark, tf.sub(1, clippedLow)), distilLoss === 'ratio' ? ratio : now.logp)
  const price = tf.mul<Tensor2D>(tf.square(drift), driftWeight)
  return { loss: tf.sub<Tensor2D>(price, pull), explain: { ratio, mark, clippedLow } }
}
