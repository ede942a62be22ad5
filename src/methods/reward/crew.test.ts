import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const responses = (probabilities: readonly (readonly number[])[]) =>
  withColumns(
    batchOf(
      [probabilities.map(() => 0)],
      probabilities.map(row => row.length),
    ),
    { oldLogp: Float32Array.from(probabilities.flat(), p => Math.log(p)) },
  )
const paid = (rows: readonly (readonly number[])[], answerTokens = 2) => [
  ...estimateOf('crew', responses(rows), { answerTokens }).batch.reward,
]

describe('CRew', () => {
  test('an empty response is paid nothing', () => {
    expect(paid([[], [1]])).toEqual([0, 1])
  })

  test('only the end counts, however long the way there', () => {
    const [short, long] = paid([
      [0.5, 1],
      [0.1, 0.1, 0.1, 0.5, 1],
    ])
    expect(short).toBeCloseTo(0.75, 6)
    expect(long).toBeCloseTo(short!, 6)
  })

  test('a response shorter than an answer is an answer as a whole', () => {
    expect(paid([[0.5]], 9)[0]).toBeCloseTo(0.5, 6)
  })

  test('the curve tells whether the surest is right', () => {
    const { batch } = estimateOf('crew', responses([[0.9], [0.4]]))
    const { part } = resolveMethod('crew').probe!
    const at = (...correct: number[]) =>
      part.compute('t', withColumns(batch, { correct: Float32Array.from(correct) }), paramsOf('crew'), context).metrics
    expect(at(1, 0)).toMatchObject({ surestRight: 1, paidByTruth: 1 })
    expect(at(0, 1)).toMatchObject({ surestRight: 0, paidByTruth: 0 })
  })
})
