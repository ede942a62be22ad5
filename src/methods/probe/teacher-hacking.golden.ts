/** Derived: one softmax over arms that is distilled by exact gradients, and its forward KL to teacher and oracle. */
import { batchOf, type GoldenFamily, list, number, record, settings, vector } from '../golden/harness.ts'
import { lossOfLogits } from '../golden/logits.ts'

/** Less than any probability that is told apart from 0. */
const never = -1e4

/** KL(target, student) and its gradient, by the loss that trains. */
function towards(target: readonly number[], logits: readonly number[]) {
  const mask = [[1]]
  const batch = {
    ...batchOf({ mask, advantage: [0], columns: { credit: [[0]] } }),
    vocabulary: target.length,
    teacherNext: Float32Array.from(target, p => (p > 0 ? Math.log(p) : never)),
  }
  const { loss, gradient } = lossOfLogits(
    'teacher-hacking',
    settings('teacher-hacking', 'none', {}),
    batch,
    [[logits]],
    [[0]],
  )
  return { loss, slope: gradient[0]![0]! }
}

const family: GoldenFamily = {
  file: 'preference/teacher-hacking',
  run: ({ inputs, params, outputs }) => {
    const [oracle, teacher, rate] = [vector(inputs.oracle), vector(inputs.teacher), number(params.lr)]
    // Fixed texts of the teacher are what was drawn of it; else its distribution itself.
    const lesson = 'empirical' in inputs ? vector(inputs.empirical) : teacher
    // Which steps the case tells of; the numbers at them are ours.
    const told = list(outputs.trace).map(row => number(record(row).step))
    let logits: readonly number[] = oracle.map(() => 0)
    const trace: { readonly step: number; readonly proxy: number; readonly golden: number }[] = []
    for (let step = 0; step <= Math.max(...told); step++) {
      if (told.includes(step))
        trace.push({ step, proxy: towards(teacher, logits).loss, golden: towards(oracle, logits).loss })
      const { slope } = towards(lesson, logits)
      logits = logits.map((z, v) => z - rate * slope[v]!)
    }
    return { trace }
  },
}

export default [family] satisfies readonly GoldenFamily[]
