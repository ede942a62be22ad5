/** TRL experimental/minillm MiniLLMTrainer._compute_advantage, _single_step_decomposition_loss (f2cd577). */
import { logSoftmax } from '../../core/math.ts'
import {
  batchOf,
  cube,
  estimateOf,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  number,
  settings,
} from '../golden/harness.ts'
import { lossOfLogits } from '../golden/logits.ts'

function singleStep({ inputs, params }: GoldenCase) {
  if (params.reduction !== 'batchmean (per valid token)') throw new Error(`no reduction ${params.reduction}`)
  const [mask, logits, teacher] = [
    matrix(inputs.response_mask),
    cube(inputs.student_logits),
    cube(inputs.teacher_logits),
  ]
  const none = mask.map(row => row.map(() => 0))
  const columns = { credit: none, oldLogp: none, teacherLogp: none }
  const batch = batchOf({ mask, advantage: mask.map(() => 0), columns })
  const kept = teacher.flatMap((rows, i) => rows.slice(0, batch.tokenStart[i + 1]! - batch.tokenStart[i]!))
  const teacherNext = Float32Array.from(kept.flatMap(row => [...logSoftmax(row)]))
  const values = settings('minillm', 'trl-f2cd577', { nextWeight: 1, aggregation: 'token-mean' })
  const given = { ...batch, vocabulary: logits[0]![0]!.length, teacherNext }
  const { loss, gradient } = lossOfLogits('minillm', values, given, logits, none)
  return { loss, grad_student_logits: gradient }
}

function run(c: GoldenCase) {
  const { inputs, params } = c
  if (inputs.student_logits !== undefined) return singleStep(c)
  const values = settings('minillm', 'trl-f2cd577', {
    toGoDiscount: number(params.gamma),
    byLength: params.length_normalization === true ? 'on' : 'off',
  })
  const columns = { oldLogp: matrix(inputs.log_prob), teacherLogp: matrix(inputs.teacher_log_prob) }
  return { advantages: estimateOf('minillm', values, { mask: matrix(inputs.response_mask), columns }).credit }
}

export default [
  { file: 'trainers/minillm-advantage', ignored: { note: 'says in words what the original does with its mask' }, run },
] satisfies readonly GoldenFamily[]
