import { beforeAll, expect, test } from 'vitest'
import { logSoftmax } from '../../core/math.ts'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf, paramsOf } from '../fixture.ts'
import { lossOfLogits } from '../golden/logits.ts'

beforeAll(async () => {
  await openBackend('cpu')
})

/** One token of three, of a student and a teacher with these logits. */
function loss(student: readonly number[], teacher: readonly number[], gkdBeta: number, gkdTemperature = 1) {
  const batch = {
    ...batchOf([[0]], 1),
    advantage: new Float32Array(1),
    credit: new Float32Array(1),
    vocabulary: 3,
    teacherNext: Float32Array.from(logSoftmax(teacher)),
  }
  return lossOfLogits('gkd', paramsOf('gkd', { gkdBeta, gkdTemperature }), batch, [[student]], [[0]])
}
const [a, b] = [
  [1, 0, -2],
  [-1, 0.5, 1],
]

test('is 0 where both agree, and only there, at every mixture', () => {
  for (const beta of [0, 0.1, 0.5, 1]) {
    expect(loss(a, a, beta).loss).toBeCloseTo(0, 6)
    expect(loss(a, b, beta).loss).toBeGreaterThan(0.01)
  }
})

test('is symmetric in the middle and at most log 2, however far the two are apart', () => {
  expect(loss(a, b, 0.5).loss).toBeCloseTo(loss(b, a, 0.5).loss, 6)
  expect(loss([30, 0, 0], [0, 30, 0], 0.5).loss).toBeCloseTo(Math.log(2), 5)
})

test('forward and reverse KL change places with student and teacher', () => {
  expect(loss(a, b, 0).loss).toBeCloseTo(loss(b, a, 1).loss, 6)
  expect(loss(a, b, 0.001).loss).toBeLessThan(0.1 * loss(a, b, 0).loss)
})

test('the gradient of forward KL is what the student has too much of', () => {
  const { gradient } = loss(a, b, 0)
  const [p, q] = [logSoftmax(a).map(Math.exp), logSoftmax(b).map(Math.exp)]
  gradient[0]![0]!.forEach((slope, v) => {
    expect(slope).toBeCloseTo(p[v]! - q[v]!, 5)
  })
})
