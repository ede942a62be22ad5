import { expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

const paid = (rows: readonly (readonly number[])[], goal = rows.map(() => 0)) => {
  const batch = batchOf(
    [goal],
    rows.map(({ length }) => length),
  )
  const columns = { processReward: Float32Array.from(rows.flat()), correct: Float32Array.from(goal) }
  return estimateOf('auto-mc-reward', withColumns(batch, columns)).batch
}

test('of what the writer returns only the sign is paid', () => {
  const small = paid([[0.01, -0.02, 0]])
  expect(small.reward).toEqual(paid([[5, -70, 0]]).reward)
  expect(small.tokenReward![0]).toBeCloseTo(0.1, 6)
  expect(small.tokenReward![1]).toBeCloseTo(-0.1, 6)
  expect(small.reward[0]).toBeCloseTo(0, 6)
})

test('nothing that nine steps are paid outweighs the goal', () => {
  const praised = Array.from({ length: 9 }, () => 1)
  const { reward } = paid([praised, [0]], [0, 1])
  expect(reward[0]).toBeLessThan(reward[1]!)
})
