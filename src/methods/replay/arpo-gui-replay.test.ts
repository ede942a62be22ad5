import { describe, expect, test } from 'vitest'
import type { Archived } from '../../core/method.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const { mix, store } = resolveMethod('arpo-gui-replay').replay!.part
const params = paramsOf('arpo-gui-replay')
const kept = (problem: number, iteration: number, reward = 1): Archived => ({
  problem,
  tokens: [iteration],
  logp: [-1],
  given: 0,
  reward,
  iteration,
})

describe('ARPO’s replay', () => {
  test('only a group that fails as a whole gets a success of its own problem, in the place of its first', () => {
    const batch = batchOf([
      [0, 0, 0],
      [0, 1, 0],
      [1, 1, 1],
      [0, 0, 0],
    ])
    const old = kept(7, 3)
    const groups = mix([old], batch, [7, 7, 7, 8], params, context)
    expect(groups).toEqual([
      [old, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
      [9, 10, 11],
    ])
  })

  test('with nothing kept it is GRPO', () => {
    expect(mix([], batchOf([[0, 0]]), [7], params, context)).toEqual([[0, 1]])
  })

  test('keeps the latest successes of each problem, in order', () => {
    const fresh = [kept(1, 9), kept(2, 9, 0), kept(1, 9.5), kept(2, 9, 0.2)]
    const after = store([kept(1, 1), kept(2, 1), kept(1, 2)], fresh, { ...params, keptPerProblem: 2 })
    expect(after.map(({ problem, iteration }) => [problem, iteration])).toEqual([
      [2, 1],
      [1, 9],
      [1, 9.5],
      [2, 9],
    ])
    expect(store([kept(1, 1)], fresh, { ...params, keptPerProblem: 0 })).toEqual([])
  })
})
