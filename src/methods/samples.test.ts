/** What was sampled once counts once, however many samples it was split into. */
import { expect, test } from 'vitest'
import { partOf } from '../core/scored.ts'
import { assignAdvantage } from './estimate.ts'
import { batchOf, context, estimateOf, paramsOf, syntheticBatch, trainedIds } from './fixture.ts'
import { resolveMethod } from './index.ts'

const { turns: _, ...once } = syntheticBatch()
/** Rollout 1 as three samples, rollout 4 as two; the column `rollout` is copied with them. */
const rows = [0, 1, 1, 1, 2, 3, 4, 4, 5]
const split = partOf(once, rows).batch

const credited = trainedIds.filter(id => !resolveMethod(id).pairing)
test.each(credited)('%s: splitting a rollout into samples changes no advantage', id => {
  const advantage = (batch: typeof once) =>
    assignAdvantage(resolveMethod(id), paramsOf(id), batch, context).batch.advantage
  const whole = advantage(once)
  expect([...advantage(split)]).toEqual(rows.map(row => whole[row]))
})

test('samples of one rollout share the mean of their rewards; equal keys in two groups are two rollouts', () => {
  const batch = {
    ...batchOf([
      [1, 0, 0, 1],
      [1, 0],
    ]),
    rollout: Float32Array.of(0, 0, 1, 2, 0, 0),
  }
  expect([...estimateOf('dr-grpo', batch).batch.advantage]).toEqual([0, 0, -0.5, 0.5, 0, 0])
})

test('without the column every sample is a rollout of its own', () => {
  expect([...estimateOf('dr-grpo', batchOf([[1, 1, 1, 0]])).batch.advantage]).toEqual([0.25, 0.25, 0.25, -0.75])
})
