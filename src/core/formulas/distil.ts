/** What methods of distillation share: how much more a teacher would have said a token, and what counts as the student. */
import type { With } from '../batch.ts'
import { maskOf } from '../batch.ts'
import { choice, number, type ParamSpecs } from '../params.ts'

export const gapParams = {
  teacherGap: choice({
    label: 'Teacher against',
    options: ['update', 'sampler'],
    default: 'update',
    trl: 'sampler',
    by: { tinker: 'sampler', 'nemo-rl': 'update', slime: 'update', trinity: 'update' },
    meaning: {
      update: 'the policy at the start of the update',
      sampler: 'the policy that drew the tokens, as it recorded them; the same where nothing is stale',
    },
  }),
} as const satisfies ParamSpecs

/** The weight of the teacher's lead in a credit. */
export const distilWeight = number({
  label: 'Weight of the teacher',
  default: 1,
  min: 0,
  max: 10,
  note: 'What a nat of the teacher’s lead counts.',
})

/** [T] log-probability under the teacher minus the student's; 0 where the mask is 0. A log without a sampler's column has one policy. */
export function teacherLead(
  batch: With<'oldLogp' | 'teacherLogp'>,
  { teacherGap }: { readonly teacherGap: 'update' | 'sampler' },
): Float32Array {
  const mask = maskOf(batch)
  const student = (teacherGap === 'sampler' && batch.samplerLogp) || batch.oldLogp
  return batch.teacherLogp.map((logp, t) => (mask[t] === 0 ? 0 : logp - student[t]!))
}
