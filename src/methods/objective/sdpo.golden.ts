/** TRL experimental/sdpo SDPOTrainer._compute_self_distillation_loss, and its mixture with the policy’s loss (1.16.0). */
import { logSoftmax } from '../../core/math.ts'
import type { ParamValues } from '../../core/params.ts'
import {
  batchOf,
  cube,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  number,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { logpOf, lossOfLogits } from '../golden/logits.ts'

const modes: Readonly<Record<string, string>> = {
  sampled_token: 'sampled',
  full_logits: 'whole',
  topk_logits: 'likeliest',
}

/** TRL’s types of loss as aggregations of ours. */
const types: Readonly<Record<string, ParamValues>> = {
  grpo: { aggregation: 'seq-mean-token-mean', emptyRows: 'count' },
  bnpo: { aggregation: 'token-mean' },
  dapo: { aggregation: 'token-mean' },
  dr_grpo: { aggregation: 'seq-mean-token-sum-norm', normRows: 'responses', emptyRows: 'count' },
}

const distillation = ({ params }: GoldenCase): ParamValues => ({
  distilOver: modes[text(params.distillation_mode)]!,
  distilAlpha: number(params.distillation_alpha),
  distilCap: number(params.distillation_is_clip ?? 0),
  ...(typeof params.distillation_topk === 'number' && { distilTop: params.distillation_topk }),
  ...(params.distillation_add_tail !== undefined && {
    distilTail: params.distillation_add_tail === true ? 'together' : 'left out',
  }),
})

/** The batch of a case: everything that the loss reads of the teacher and of the policy that sampled. */
function given({ inputs }: GoldenCase, logp: number[][]) {
  const [mask, ids, teacher] = [
    matrix(inputs.response_mask),
    matrix(inputs.completion_ids),
    cube(inputs.teacher_logits),
  ]
  const advantage = inputs.advantages === undefined ? mask.map(() => 0) : vector(inputs.advantages)
  const columns = {
    oldLogp: inputs.old_log_prob === undefined ? logp : matrix(inputs.old_log_prob),
    teacherLogp: logpOf(teacher, ids),
    credit: mask.map((row, i) => row.map(() => advantage[i]!)),
  }
  const batch = batchOf({ mask, advantage, columns })
  const kept = teacher.flatMap((rows, i) => rows.slice(0, batch.tokenStart[i + 1]! - batch.tokenStart[i]!))
  return {
    ...batch,
    vocabulary: teacher[0]![0]!.length,
    teacherNext: Float32Array.from(kept.flatMap(row => [...logSoftmax(row)])),
    taught: Float32Array.from(inputs.has_teacher === undefined ? mask.map(() => 1) : vector(inputs.has_teacher)),
  }
}

function lossUnder(c: GoldenCase, values: ParamValues) {
  const [logits, ids] = [cube(c.inputs.student_logits), matrix(c.inputs.completion_ids)]
  const all = settings('sdpo', 'trl', { ...distillation(c), ...values })
  return lossOfLogits('sdpo', all, given(c, logpOf(logits, ids)), logits, ids)
}

const alone: GoldenFamily = {
  file: 'trainers/sdpo-distillation',
  ignored: { log_prob: 'made here from the logits' },
  run: c => {
    if (c.params.aggregation !== 'seq-mean-token-mean, empty row counts as 0') throw new Error('another aggregation')
    const { loss, gradient } = lossUnder(c, { distilShare: 1 })
    return { loss, grad_student_logits: gradient }
  },
}

const mixed: GoldenFamily = {
  file: 'trainers/sdpo-total',
  ignored: { log_prob: 'made here from the logits', note: 'says who is in the mean' },
  run: c => {
    const { params } = c
    const type = types[text(params.loss_type)]!
    const values = {
      ...type,
      ...(params.loss_type === 'dr_grpo' && { normLength: number(params.max_completion_length) }),
      clipLow: number(params.epsilon_low),
      clipHigh: number(params.epsilon_high),
      ratioLevel: text(params.importance_sampling_level),
    }
    const of = (distilShare: number) => lossUnder(c, { ...values, distilShare })
    // The divisor of dr_grpo; the others know no longest response.
    number(params.max_completion_length)
    const whole = of(number(params.distillation_weight))
    return {
      policy_loss: of(0).loss,
      distillation_loss: of(1).loss,
      loss: whole.loss,
      grad_student_logits: whole.gradient,
    }
  },
}

export default [alone, mixed] satisfies readonly GoldenFamily[]
