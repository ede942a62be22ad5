/** A synthetic teacher from two models that differ in what they were trained to like. `tf` is an argument here too. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import { maskOf, type With } from '../../core/batch.ts'
import { logSoftmax } from '../../core/math.ts'
import type { Tf } from '../../core/method.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

export const distilParams = {
  teacherReach: number({
    label: 'Reach of the teacher β₂',
    default: 15,
    paper: 15,
    min: 0.001,
    max: 100,
    scale: 'log',
  }),
  teacherWeight: choice({
    label: 'Reach at a token',
    options: ['adaptive', 'fixed'],
    default: 'adaptive',
    paper: 'adaptive',
    meaning: { adaptive: 'by how far the models disagree there', fixed: 'β / β₂ everywhere: plain RLHF' },
  }),
  distilTemperature: number({
    label: 'Temperature of distillation',
    default: 1,
    paper: 1,
    min: 0.05,
    max: 20,
    scale: 'log',
    aside: true,
    note: 'Divides the logits of student and teacher alike.',
  }),
  teacherForm: choice({
    label: 'Teacher',
    options: ['contrast', 'blend'],
    default: 'contrast',
    paper: 'contrast',
    meaning: { contrast: 'the DPO model and α times its lead', blend: 'the other model and α times the lead' },
  }),
} as const satisfies ParamSpecs

/**
 * [T] both: DPO's reward of the token that stands there, beta times its log-ratio between the models; and the sum over
 * the vocabulary of |p - q|, twice the total variation. 0 where the mask is 0.
 */
export function tokenFacts(batch: With<'dpoLogits' | 'reverseLogits'>, beta: number) {
  const V = batch.dpoLogits.length / batch.token.length
  const mask = maskOf(batch)
  const reward = new Float32Array(batch.token.length)
  const disagreement = new Float32Array(batch.token.length)
  batch.token.forEach((token, t) => {
    if (mask[t] === 0) return
    const dpo = logSoftmax(batch.dpoLogits.subarray(t * V, (t + 1) * V))
    const reverse = logSoftmax(batch.reverseLogits.subarray(t * V, (t + 1) * V))
    reward[t] = beta * (dpo[token]! - reverse[token]!)
    disagreement[t] = dpo.reduce((total, logp, v) => total + Math.abs(Math.exp(logp) - Math.exp(reverse[v]!)), 0)
  })
  return { reward, disagreement }
}

/** [n, T] how far the models disagree, as in `tokenFacts`. */
export const disagreementOf = (tf: Tf, dpo: Tensor3D, reverse: Tensor3D): Tensor2D => {
  const gap = tf.sub<Tensor3D>(tf.softmax(dpo), tf.softmax(reverse))
  return tf.sum<Tensor2D>(tf.abs(gap), 2)
}

/**
 * [n, T, V] log-probabilities of the teacher. `contrast`: beyond the DPO model, away from the other, by alpha [n, T];
 * `blend`: alpha parts of the one and 1 - alpha of the other. Source: songmzhang/AlignDistil aligndistil_trainer.py (f80ca4e).
 */
export function syntheticTeacher(
  tf: Tf,
  dpo: Tensor3D,
  reverse: Tensor3D,
  alpha: Tensor2D,
  form: 'contrast' | 'blend',
  temperature = 1,
): Tensor3D {
  const step = tf.mul<Tensor3D>(tf.expandDims(alpha, 2), tf.sub<Tensor3D>(dpo, reverse))
  return tf.logSoftmax(cooled(tf, tf.add<Tensor3D>(form === 'contrast' ? dpo : reverse, step), temperature))
}

const cooled = (tf: Tf, logits: Tensor3D, temperature: number): Tensor3D =>
  temperature === 1 ? logits : tf.div<Tensor3D>(logits, temperature)

/** [n, T] KL(student, teacher) over the vocabulary. Gradients flow through the student, which the temperature flattens too. */
export function divergenceOf(tf: Tf, logits: Tensor3D, teacher: Tensor3D, temperature = 1): Tensor2D {
  const student = tf.logSoftmax(cooled(tf, logits, temperature))
  return tf.sum<Tensor2D>(tf.mul(tf.exp(student), tf.sub(student, teacher)), 2)
}
