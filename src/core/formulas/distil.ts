/** What methods of distillation share: how much more a teacher would have said a token, and what counts as the student. */
import { type Batch, maskOf, type With } from '../batch.ts'
import { sum } from '../math.ts'
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

/** The weight of the rewards' advantage in a credit that a teacher makes. */
export const rewardWeight = number({
  label: 'Weight of the rewards',
  default: 0,
  by: { 'nemo-rl': 0, 'prime-rl': 0, trinity: 0, slime: 1, tinker: 1 },
  min: 0,
  max: 10,
  note: 'Weight of the advantage that the rewards give; 0 is pure distillation.',
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

/**
 * [T] 1 + boost (1 - share of the response's disagreement that lies before the token); sizes of leads count. At least
 * `least` is divided by. Source: TRL experimental/iw_opd, IWOPDTrainer._compute_iw_opd_loss (1.16.0).
 */
export function earlyWeights(batch: Batch, lead: Float32Array, boost: number, least: number): Float32Array {
  const weights = new Float32Array(lead.length)
  for (let i = 0; i < batch.rollouts; i++) {
    const [start, end] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]!]
    const total = Math.max(sum(lead.subarray(start, end).map(Math.abs)), least)
    let before = 0
    for (let t = start; t < end; t++) {
      weights[t] = 1 + boost * (1 - before / total)
      before += Math.abs(lead[t]!)
    }
  }
  return weights
}
