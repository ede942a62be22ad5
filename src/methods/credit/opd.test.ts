import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { estimateOf, lossOf, settings } from '../golden/harness.ts'

const student = [
  [-1, -2, -0.5],
  [-0.2, -3, -1],
]
const teacher = [
  [-0.5, -2, -1.5],
  [-0.1, -1, -1],
]
const mask = student.map(row => row.map(() => 1))

const creditOf = (params = {}, reward = [1, 0]) =>
  estimateOf('opd', settings('opd', 'none', params), {
    mask,
    reward,
    columns: { oldLogp: student, teacherLogp: teacher, samplerLogp: teacher },
  }).credit

/** Gradient and marks of one token with this credit, whose log-probability went from one to the other. */
const pull = (then: number, now: number, params = {}, credit = 1) =>
  lossOf('opd', settings('opd', 'none', params), {
    mask: [[1]],
    advantage: [credit],
    columns: { logp: [[now]], oldLogp: [[then]], teacherLogp: [[-1]] },
  })

beforeAll(() => openBackend('cpu'))

describe('on-policy distillation', () => {
  test('a token’s credit is how much likelier the teacher would have said it', () => {
    creditOf().forEach((row, i) => {
      row.forEach((value, t) => {
        expect(value).toBeCloseTo(teacher[i]![t]! - student[i]![t]!, 5)
      })
    })
  })

  test('a teacher that is the student has nothing to say', () => {
    expect(creditOf({ teacherGap: 'sampler' }).flat()).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('rewards enter by their weight only', () => {
    expect(creditOf({}, [1, 0])).toEqual(creditOf({}, [0, 0]))
    const mixed = creditOf({ rewardWeight: 1, distilWeight: 0 })
    expect(mixed[0]![0]).toBeGreaterThan(0.5)
    expect(mixed[1]![0]).toBeLessThan(-0.5)
  })

  test('with a discount each token answers for what it leads to', () => {
    expect(creditOf({ distilDiscount: 1 })[0]![0]).toBeCloseTo(0.5 + 0 - 1, 5)
    expect(creditOf({ distilDiscount: 0.5 })[1]![0]).toBeCloseTo(0.1 + 0.5 * 2, 5)
  })

  test('the student of now: what it has learned since is taken off the mark', () => {
    expect(pull(-2, -1.5).explain.mark![0]![0]).toBeCloseTo(1)
    expect(pull(-2, -1.5, { studentOf: 'now' }).explain.mark![0]![0]).toBeCloseTo(0.5)
  })

  test('a token that fell too far keeps the price of its drift alone', () => {
    const held = pull(Math.log(0.6), Math.log(0.3), { largestFall: 0.2 })
    expect(held.explain.clippedLow![0]![0]).toBe(1)
    expect(held.gradient.logp![0]![0]).toBeCloseTo(0)
    const priced = pull(Math.log(0.6), Math.log(0.3), { largestFall: 0.2, driftWeight: 0.1 })
    expect(priced.gradient.logp![0]![0]).toBeCloseTo(0.2 * Math.log(0.5), 5)
  })
})
