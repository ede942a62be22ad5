/** TRL experimental/gkd GKDTrainer.generalized_jsd_loss (f2cd577): through the loss that trains. */
import { logSoftmax } from '../../core/math.ts'
import { batchOf, cube, fixed, type GoldenFamily, matrix, number, settings } from '../golden/harness.ts'
import { lossOfLogits } from '../golden/logits.ts'

/** Label of what is not counted. */
const unlabelled = -100

const family: GoldenFamily = {
  file: 'preference/distillation-jsd',
  run: ({ inputs, params }) => {
    const [student, teacher] = [cube(inputs.student_logits), cube(inputs.teacher_logits)]
    fixed('reduction', params.reduction, 'batchmean')
    const labels = inputs.labels === null ? undefined : matrix(inputs.labels)
    const mask = student.map((rows, i) => rows.map((_, t) => (labels?.[i]?.[t] === unlabelled ? 0 : 1)))
    const batch = batchOf({
      mask,
      advantage: mask.map(() => 0),
      columns: { credit: mask.map(row => row.map(() => 0)) },
    })
    const kept = teacher.flatMap((rows, i) => rows.slice(0, batch.tokenStart[i + 1]! - batch.tokenStart[i]!))
    const given = {
      ...batch,
      vocabulary: teacher[0]![0]!.length,
      teacherNext: Float32Array.from(kept.flatMap(row => [...logSoftmax(row)])),
    }
    // With labels TRL divides by what is labelled, without by the rows.
    const aggregation = labels ? 'token-mean' : 'seq-mean-token-sum'
    const values = { gkdBeta: number(params.beta), gkdTemperature: number(params.temperature), aggregation }
    const ids = student.map(rows => rows.map(() => 0))
    return { loss: lossOfLogits('gkd', settings('gkd', 'none', values), given, student, ids).loss }
  },
}

export default [family] satisfies readonly GoldenFamily[]
