/** songmzhang/AlignDistil OpenRLHF/openrlhf/trainer/aligndistil_trainer.py, training loop (f80ca4e). */

import { tf } from '../../tensor/tf.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  cube,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { syntheticTeacher } from './aligndistil.math.ts'

/** The two choices that the original's four types come to. */
const forms: Readonly<Record<string, Readonly<Record<'teacherForm' | 'teacherWeight', string>>>> = {
  theorem1: { teacherForm: 'blend', teacherWeight: 'fixed' },
  theorem1_contrast: { teacherForm: 'contrast', teacherWeight: 'fixed' },
  theorem1_adaptive: { teacherForm: 'blend', teacherWeight: 'adaptive' },
  aligndistil: { teacherForm: 'contrast', teacherWeight: 'adaptive' },
}

function run({ inputs, params }: GoldenCase) {
  const form = meaning(params.type, forms)
  const values = settings('aligndistil', 'none', {
    ...form,
    dpoBeta: number(params.beta),
    teacherReach: number(params.beta2),
    distilTemperature: number(params.temperature),
  })
  const [mask, dpo, second] = [matrix(inputs.mask), cube(inputs.dpo_logits), cube(inputs.second_logits)]
  const batch = {
    ...batchOf({ mask }),
    token: Int32Array.from(matrix(inputs.labels).flat()),
    dpoLogits: Float32Array.from(dpo.flat(2)),
    reverseLogits: Float32Array.from(second.flat(2)),
  }
  const method = resolveMethod('aligndistil')
  const reward = [...estimate(method, values, batch, context).batch.credit]
  return tf.tidy(() => {
    const [dpoLogits, reverseLogits] = [tf.tensor3d(dpo), tf.tensor3d(second)]
    const flat = tf.tensor2d(mask)
    const known = { mask: flat, length: tf.sum<typeof flat>(flat, 1, true), credit: flat, advantage: flat }
    const logits = tf.tensor3d(cube(inputs.student_logits))
    const tensors = { ...known, now: { logp: flat, logits }, oldLogp: flat, dpoLogits, reverseLogits }
    const { loss, explain } = method.objective!.part.compute(tf, tensors, values, context)
    const alpha = explain!.alpha!
    const blend = form.teacherForm === 'blend' ? 'blend' : 'contrast'
    const perPlace = alpha.arraySync()
    return {
      token_loss: loss.arraySync(),
      token_dpo_reward: [reward],
      synthetic_teacher_logprobs: syntheticTeacher(
        tf,
        dpoLogits,
        reverseLogits,
        alpha,
        blend,
        number(params.temperature),
      ).arraySync(),
      alpha: perPlace[0]![0],
      alpha_t: perPlace,
    }
  })
}

export default [{ file: 'credit/aligndistil', run }] satisfies readonly GoldenFamily[]
