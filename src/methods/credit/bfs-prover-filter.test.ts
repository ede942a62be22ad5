import { describe, expect, test } from 'vitest'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { central, stepsOf } from './bfs-prover-filter.math.ts'

const { credit } = resolveMethod('bfs-prover-filter')
/** Five responses of two tokens, of surprise 0.1, 0.5, 1, 2 and 4. */
const batch = (rewards: readonly number[]) => ({
  ...batchOf([rewards]),
  advantage: Float32Array.from(rewards),
  oldLogp: Float32Array.of(-0.1, -0.1, -0.5, -0.5, -1, -1, -2, -2, -4, -4),
})
const keptOf = (rewards: readonly number[], values = {}) =>
  Array.from(credit!.part.compute('test', batch(rewards), paramsOf('bfs-prover-filter', values), context).credit)

describe('BFS-Prover-V2 filter', () => {
  test('both tails of the successes are left out', () => {
    expect(keptOf([1, 1, 1, 1, 1])).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 0, 0])
  })

  test('failures are never imitated, nor do they count for the bounds', () => {
    expect(keptOf([0, 1, 1, 1, 0])).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 0, 0])
    expect(keptOf([0, 0, 0, 0, 0])).toEqual(new Array(10).fill(0))
  })

  test('the whole window keeps every success; equal surprise keeps all', () => {
    expect(keptOf([1, 1, 0, 1, 1], { lowQuantile: 0, highQuantile: 1 })).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 1, 1])
    expect(central([0.3, 0.3, 0.3], 0.4, 0.6).keep).toEqual([true, true, true])
  })

  test('steps are turns where there are any, without what the world said', () => {
    const turns = { rollout: Int32Array.of(0, 0), start: Int32Array.of(0, 2), end: Int32Array.of(2, 4) }
    const given = { ...batchOf([[1]], 4), turns, mask: Float32Array.of(1, 0, 1, 1) }
    const steps = stepsOf(given, [-1, -9, -2, -4])
    expect(steps).toEqual([
      { rollout: 0, tokens: [0], surprise: 1 },
      { rollout: 0, tokens: [2, 3], surprise: 3 },
    ])
  })
})
