import { expect, test } from 'vitest'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const { part } = resolveMethod('teacher-hacking').probe!
/** Log-probabilities of two tokens under the student, the teacher and the oracle; a mask. */
const measured = (student: number[], teacher: number[], oracle: number[], mask = [1, 1]) =>
  part.compute(
    'teacher-hacking.probe',
    {
      ...batchOf([[0]], 2),
      mask: Float32Array.from(mask),
      oldLogp: Float32Array.from(student),
      teacherLogp: Float32Array.from(teacher),
      oracleLogp: Float32Array.from(oracle),
    },
    paramsOf('teacher-hacking'),
    context,
  ).metrics

test('both distances coincide where the teacher is the oracle', () => {
  const { toTeacher, toOracle } = measured([-1, -2], [-1.5, -2], [-1.5, -2])
  expect(toTeacher).toBeCloseTo(0.25, 6)
  expect(toOracle).toBe(toTeacher)
})

test('a student that became its teacher is as far from the oracle as the teacher is', () => {
  const { toTeacher, toOracle } = measured([-0.5, -0.5], [-0.5, -0.5], [-2.5, -0.5])
  expect(toTeacher).toBe(0)
  expect(toOracle).toBeCloseTo(1, 6)
})

test('what the world said is not measured', () => {
  expect(measured([-1, -9], [-2, -1], [-2, -1], [1, 0]).toTeacher).toBeCloseTo(1, 6)
})
