/** TRL experimental/iw_opd IWOPDTrainer._compute_iw_opd_loss (1.16.0). */
import {
  cube,
  estimateOf,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  matrix,
  number,
  settings,
} from '../golden/harness.ts'
import { logpOf, throughSoftmax } from '../golden/logits.ts'

function run({ inputs, params }: GoldenCase) {
  const values = settings('iw-opd', 'trl', {
    earlyBoost: number(params.iw_opd_gamma),
    leastDisagreement: number(params.iw_opd_epsilon),
  })
  const temperature = number(params.temperature)
  const [logits, ids, mask] = [cube(inputs.student_logits), matrix(inputs.completion_ids), matrix(inputs.response_mask)]
  const logp = logpOf(logits, ids, temperature)
  const samplerLogp = inputs.rollout_log_prob ? matrix(inputs.rollout_log_prob) : logp
  const columns = { oldLogp: logp, samplerLogp, teacherLogp: matrix(inputs.teacher_log_prob) }
  const { credit } = estimateOf('iw-opd', values, { mask, columns })
  const whole = params.num_items_in_batch
  const got = lossOf(
    'iw-opd',
    values,
    { mask, columns: { logp, oldLogp: logp, credit } },
    whole === undefined ? {} : { whole: { tokens: number(whole), rollouts: mask.length } },
  )
  return { loss: got.loss, grad_student_logits: throughSoftmax(got.gradient.logp!, logits, ids, temperature) }
}

export default [
  {
    file: 'trainers/iw-opd',
    ignored: { note: 'says where log_prob comes from', log_prob: 'made here from the logits' },
    notCompared: { metrics: 'logged metrics' },
    run,
  },
] satisfies readonly GoldenFamily[]
