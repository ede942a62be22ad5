import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { batchOf, estimateOf, settings } from '../golden/harness.ts'
import { lossOfLogits } from '../golden/logits.ts'

beforeAll(() => openBackend('cpu'))

/** Credits of one response whose tokens have these leads of the teacher. */
const marked = (leads: number[], params = {}, mask = leads.map(() => 1)) =>
  estimateOf('minillm', settings('minillm', 'none', params), {
    mask: [mask],
    columns: { oldLogp: [leads.map(() => -2)], teacherLogp: [leads.map(lead => -2 + lead)] },
  }).credit[0]!
const near = (got: readonly number[], expected: readonly number[]) =>
  expected.forEach((value, t) => {
    expect(got[t]).toBeCloseTo(value, 5)
  })

describe('MiniLLM', () => {
  test('a token answers for the mean of what follows', () => {
    near(marked([1, -2, 0.5]), [-0.5 / 3, -0.75, 0.5])
  })

  test('without later tokens it is plain distillation', () => {
    near(marked([1, -2, 0.5], { toGoDiscount: 0 }), [1, -2, 0.5])
  })

  test('undivided, the discount counts from the token; TRL’s code counts from the start', () => {
    near(marked([1, -2, 0.5], { toGoDiscount: 0.5, byLength: 'off' }), [0.125, -1.75, 0.5])
    near(marked([1, -2, 0.5], { toGoDiscount: 0.5, byLength: 'off', discountFrom: 'start' }), [0.125, -0.875, 0.125])
  })

  test('what the world writes is passed over', () => {
    near(marked([1, 9, 0.5], {}, [1, 0, 1]), [0.75, 0, 0.5])
  })

  test('the exact part pulls the student’s whole distribution to the teacher’s, and rests there', () => {
    const at = (logits: number[]) => {
      const batch = batchOf({
        mask: [[1]],
        advantage: [0],
        columns: { credit: [[0]], oldLogp: [[-1]], teacherLogp: [[-1]] },
      })
      const teacherNext = Float32Array.of(Math.log(0.5), Math.log(0.25), Math.log(0.25))
      const values = settings('minillm', 'none', {})
      return lossOfLogits('minillm', values, { ...batch, vocabulary: 3, teacherNext }, [[logits]], [[0]])
    }
    expect(at([Math.LN2, 0, 0]).loss).toBeCloseTo(0, 5)
    const away = at([0, 0, 0])
    expect(away.loss).toBeGreaterThan(0)
    expect(away.gradient[0]![0]![0]).toBeLessThan(0)
    expect(away.gradient[0]![0]![1]).toBeGreaterThan(0)
  })
})
