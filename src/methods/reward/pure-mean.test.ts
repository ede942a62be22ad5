import { expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const judged = (rows: readonly (readonly number[])[]) => {
  const batch = batchOf(
    [rows.map(() => 0)],
    rows.map(({ length }) => length),
  )
  const columns = { processReward: Float32Array.from(rows.flat()), correct: new Float32Array(rows.length) }
  return withColumns(batch, columns)
}

test('a response is paid the mean of its judgements', () => {
  const { reward } = estimateOf('pure-mean', judged([[0.5, -0.25], [1]])).batch
  expect([...reward]).toEqual([0.125, 1])
})

test('a response that is judged as its sibling gets 0', () => {
  expect(
    estimateOf(
      'pure-mean',
      judged([
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
    ).batch.credit[0],
  ).toBe(0)
})
