import { describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { type Trackers, tracked, trackedValue } from '../../core/formulas/value-tracker.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf, poolOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const method = resolveMethod('spo-single-stream')
const params = paramsOf('spo-single-stream')
const of = (rewards: readonly number[], problems = rewards.map((_, g) => g)): Batch =>
  withColumns(batchOf(rewards.map(r => [r])), { problem: Float32Array.from(problems) })
const run = (batch: Batch, state?: Trackers) => estimate(method, params, batch, context, { advantage: state })

describe('SPO', () => {
  test('a single response has nothing to be standardised against: 0', () => {
    expect([...run(of([1])).batch.advantage]).toEqual([0])
  })

  test('a batch whose surprises are equal teaches nothing', () => {
    expect([...run(of([1, 1, 1])).batch.advantage]).toEqual([0, 0, 0])
  })

  test('with one response per problem every response has an advantage', () => {
    expect([...run(of([1, 0, 1])).batch.advantage].every(a => Math.abs(a) > 0.5)).toBe(true)
  })

  test('advantages have mean 0 and deviation 1 over the batch', () => {
    const all = [...run(of([1, 0, 1, 1])).batch.advantage]
    expect(all.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 5)
    expect(all.reduce((total, a) => total + a * a, 0) / 3).toBeCloseTo(1, 4)
  })

  test('a success that was expected counts less than one that was not', () => {
    const [usual, surprise] = run(of([1, 1, 0]), { 0: { alpha: 7, beta: 1 }, 1: { alpha: 1, beta: 7 } }).batch.advantage
    expect(surprise).toBeGreaterThan(usual!)
  })

  test('the baseline is what was known before the reward came; the reward is remembered for next time', () => {
    const { explain, states } = run(of([1, 0]))
    expect([...explain.trackedValue!.values]).toEqual([0.5, 0.5])
    const next = structuredClone(states.advantage) as Trackers
    expect(trackedValue(next[0]!)).toBeGreaterThan(0.5)
    expect(trackedValue(next[1]!)).toBeLessThan(0.5)
  })

  test('with ρ = 1 it remembers everything: the running mean', () => {
    let tracker = { alpha: 0, beta: 0 }
    for (const r of [1, 0, 0, 1, 1]) tracker = tracked(tracker, r, 1)
    expect(trackedValue(tracker)).toBeCloseTo(3 / 5)
  })

  test('a response that nothing could score is neither trained on nor remembered', () => {
    const { batch, states } = run(of([1, Number.NaN, 0]))
    expect(batch.advantage[1]).toBe(0)
    expect((states.advantage as Trackers)[1]).toBeUndefined()
  })

  test('chooses distinct problems, the undecided ones first', () => {
    const { curriculum } = method
    const sure = Object.fromEntries(
      Array.from({ length: 8 }, (_, x) => [x, { alpha: 1000, beta: x < 4 ? 1e-3 : 1000 }]),
    )
    const chosen = curriculum!.part.choose!(poolOf(8), 8, params, { ...context, state: sure }).choices
    expect(new Set(chosen.map(({ problem }) => problem)).size).toBe(8)
    const few = curriculum!.part.choose!(poolOf(8), 2, params, { ...context, state: sure }).choices
    expect(few.every(({ problem }) => problem >= 4)).toBe(true)
  })

  test('what it expects stays between 0 and 1', () => {
    let trackers: Trackers | undefined
    for (let k = 0; k < 50; k++) {
      const { explain, states } = run(of([k % 2, 1, 0]), trackers)
      for (const v of explain.trackedValue!.values) expect(v > 0 && v < 1).toBe(true)
      trackers = states.advantage as Trackers
    }
  })
})
