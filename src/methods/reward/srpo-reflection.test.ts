import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const no = Number.NaN
/** One response per list of marks: where answers end, and whether they are right. */
const responses = (marks: readonly (readonly number[])[], wellFormed = marks.map(() => 0)) =>
  withColumns(
    batchOf(
      [marks.map(() => 0)],
      marks.map(row => row.length),
    ),
    { attempt: Float32Array.from(marks.flat()), wellFormed: Float32Array.from(wellFormed) },
  )
const rewardsOf = (marks: readonly (readonly number[])[], values = {}) => [
  ...estimateOf('srpo-reflection', responses(marks), { bumpHeight: 0, ...values }).batch.reward,
]

describe('SRPO rewards the second look', () => {
  test('no answer, a lone wrong one, a lone right one', () => {
    expect(rewardsOf([[], [no, no], [0], [no, 1]])).toEqual([0, 0, 0, 0.5])
  })

  test('repairing beats keeping beats spoiling; the hole: wrong on purpose pays more than right twice', () => {
    expect(
      rewardsOf([
        [0, 1],
        [1, 1],
        [1, 0],
        [0, 0],
      ]),
    ).toEqual([1, 0.75, 0.25, 0])
  })

  test('the form is paid apart', () => {
    const { batch } = estimateOf('srpo-reflection', responses([[0, 0]], [1]), { formWeight: 0.5 })
    expect(batch.rewardParts!.form![0]).toBe(0.5)
  })

  test('the length pays most at twice the first attempt, alike to both sides, and nothing for a lone answer', () => {
    const bumpAt = (length: number) => {
      const marks = Array.from({ length }, (_, t) => (t === 3 || t === length - 1 ? 0 : no))
      return estimateOf('srpo-reflection', responses([marks])).batch.rewardParts!.bump![0]!
    }
    expect(bumpAt(8)).toBeCloseTo(0.1, 6)
    expect(bumpAt(7)).toBeCloseTo(bumpAt(9), 6)
    expect(bumpAt(7)).toBeLessThan(0.1)
    expect(bumpAt(4)).toBe(0)
  })

  test('counts what second looks did', () => {
    const probe = resolveMethod('srpo-reflection').probe!.part
    const batch = responses([[0, 1], [1, 1], [1]])
    const got = probe.compute('t', batch, paramsOf('srpo-reflection'), context)
    expect(got.metrics).toEqual({ lookedAgain: 2 / 3, repaired: 0.5, kept: 0.5, spoiled: 0 })
    expect(probe.compute('t', responses([[1]]), paramsOf('srpo-reflection'), context).metrics).toMatchObject({
      repaired: 0,
    })
  })
})
