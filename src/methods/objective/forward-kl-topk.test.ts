import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf, settings } from '../golden/harness.ts'
import { lossOfLogits } from '../golden/logits.ts'

beforeAll(() => openBackend('cpu'))

/** Loss and gradient of one token, by the student’s logits and the teacher’s probabilities. */
function at(logits: number[], teacher: number[], params = {}) {
  const batch = batchOf({ mask: [[1]], advantage: [0], columns: { credit: [[0]], oldLogp: [[-1]] } })
  const given = { ...batch, vocabulary: 3, teacherNext: Float32Array.from(teacher, Math.log) }
  return lossOfLogits('forward-kl-topk', settings('forward-kl-topk', 'none', params), given, [[logits]], [[0]])
}

describe('forward KL over the top k', () => {
  test('over all tokens it is 0 where both agree, and pulls each token by what is missing', () => {
    expect(at([Math.LN2, 0, 0], [0.5, 0.25, 0.25]).loss).toBeCloseTo(0, 5)
    const [slope] = at([0, 0, 0], [0.5, 0.25, 0.25]).gradient[0]!
    for (const [v, p] of [0.5, 0.25, 0.25].entries()) expect(slope![v]).toBeCloseTo(1 / 3 - p, 5)
  })

  test('tokens outside the top are pushed down only by the others’ rise, and their mass is told', () => {
    const { loss, explain } = at([0, 0, 0], [0.5, 0.3, 0.2], { teacherTop: 1 })
    expect(loss).toBeCloseTo(0.5 * Math.log(1.5), 5)
    expect(explain.teacherMass![0]![0]).toBeCloseTo(0.5, 5)
    expect(explain.studentMass![0]![0]).toBeCloseTo(1 / 3, 5)
  })

  test('below the floor nothing is learned', () => {
    const low = at([-5, 0, 0], [0.5, 0.25, 0.25], { teacherTop: 1, leastLogp: -1 })
    for (const slope of low.gradient[0]![0]!) expect(slope).toBeCloseTo(0, 6)
  })
})
