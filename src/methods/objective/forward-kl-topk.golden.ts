/** verl trainer/distillation/fsdp/losses.py compute_forward_kl_topk (0.9.1). */
import { batchOf, cube, type GoldenCase, type GoldenFamily, matrix, number, settings } from '../golden/harness.ts'
import { lossOfLogits } from '../golden/logits.ts'

/** The case gives the teacher’s top k only; no other token comes near. */
const far = -1e4

function run({ inputs, params }: GoldenCase) {
  if (params.use_chunked_topk !== false) throw new Error('only in one piece')
  const [mask, logits] = [matrix(inputs.response_mask), cube(inputs.student_logits)]
  const [ids, logps] = [cube(inputs.teacher_topk_ids), cube(inputs.teacher_topk_log_prob)]
  const next = logits.map((rows, i) =>
    rows.map((row, t) => row.map((_, v) => logps[i]![t]![ids[i]![t]!.indexOf(v)] ?? far)),
  )
  const none = mask.map(row => row.map(() => 0))
  const batch = batchOf({ mask, advantage: mask.map(() => 0), columns: { credit: none, oldLogp: none } })
  const kept = next.flatMap((rows, i) => rows.slice(0, batch.tokenStart[i + 1]! - batch.tokenStart[i]!))
  const values = settings('forward-kl-topk', 'verl', {
    teacherTop: number(params.topk),
    aggregation: 'token-mean',
    ...(typeof params.log_prob_min_clamp === 'number' && { leastLogp: params.log_prob_min_clamp }),
  })
  const given = { ...batch, vocabulary: logits[0]![0]!.length, teacherNext: Float32Array.from(kept.flat()) }
  const whole = (rows: readonly (readonly number[])[]) => mask.map((row, i) => row.map((_, t) => rows[i]?.[t] ?? 0))
  const { loss, gradient, explain, perToken } = lossOfLogits('forward-kl-topk', values, given, logits, none)
  return {
    loss,
    grad_student_logits: gradient,
    distillation_losses: whole(perToken),
    student_mass: whole(explain.studentMass ?? []),
    teacher_mass: whole(explain.teacherMass ?? []),
  }
}

export default [
  {
    file: 'trainers/verl-forward-kl-topk',
    ignored: { note: 'says in words what the function does' },
    onlyWhere: {
      distillation_losses: 'response_mask',
      student_mass: 'response_mask',
      teacher_mass: 'response_mask',
    },
    run,
  },
] satisfies readonly GoldenFamily[]
