import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

/** One response to each problem, at this drift. */
const visited = (rewards: readonly number[], drift: readonly number[]) =>
  withColumns(batchOf(rewards.map(r => [r])), {
    problem: Float32Array.from(rewards, (_, i) => i),
    drift: Float32Array.from(drift),
  })
const { part } = resolveMethod('spo-adaptive-memory').advantage!
const params = paramsOf('spo-adaptive-memory')
const valued = part.compute.bind(undefined, 't')

describe('SPO, forgetting by drift', () => {
  test('where the policy stands still most is kept, where it moved far the least', () => {
    const { explain } = valued(visited([1, 1, 1], [0, 0.06, 5]), params, context)
    expect([...explain!.kept!.values]).toEqual([0.96, 0.875, 0.875].map(Math.fround))
    const half = { ...params, rhoLeast: 0.1 }
    expect(valued(visited([1], [0.06]), half, context).explain!.kept!.values[0]).toBeCloseTo(0.5, 6)
  })

  test('at a drift that keeps as much, it is the constant memory', () => {
    const batch = visited([1, 0, 1], [9, 9, 9])
    const constant = resolveMethod('spo-single-stream').advantage!.part
    const first = valued(batch, params, context)
    const other = constant.compute('t', batch, paramsOf('spo-single-stream'), context)
    expect(first.advantage).toEqual(other.advantage)
    expect(first.state).toEqual(other.state)
  })

  test('what is remembered moves the baseline less after a long memory', () => {
    const state = { 0: { alpha: 6, beta: 2 } }
    const baseline = (drift: number) => {
      const next = valued(visited([0], [drift]), params, { ...context, state })
      return valued(visited([0], [0]), params, { ...context, state: next.state }).explain!.trackedValue!.values[0]!
    }
    expect(baseline(0)).toBeGreaterThan(baseline(9))
    expect(baseline(9)).toBeCloseTo((0.875 * 6) / (0.875 * 8 + 1), 6)
  })

  test('identical outcomes at identical baselines teach nothing', () => {
    expect([...valued(visited([1, 1], [0, 0]), params, context).advantage]).toEqual([0, 0])
  })
})
