import { describe, expect, test } from 'vitest'
import { withColumns } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { fitPairs, isTilt, pairLoss } from './oprl.math.ts'

/** One group on one problem; responses of equal length. */
function siblings(responses: readonly (readonly number[])[], rewards: readonly number[]) {
  const batch = batchOf([rewards], responses[0]!.length)
  const oldLogp = new Float32Array(batch.token.length).fill(-1)
  return withColumns({ ...batch, token: Int32Array.from(responses.flat()) }, { oldLogp, problem: Float32Array.of(3) })
}
const pair = siblings(
  [
    [1, 0],
    [2, 0],
  ],
  [1, 0],
)
const run = (batch: typeof pair, state: unknown, params = {}) =>
  estimate(resolveMethod('oprl'), paramsOf('oprl', params), batch, context, { credit: state })

describe('OPRL', () => {
  test('a reward model equal to the policy adds nothing: GRPO remains', () => {
    const batch = withColumns(pair, { prmLogp: pair.oldLogp })
    const { credit, advantage } = estimateOf('oprl', batch).batch
    expect([...credit]).toEqual([advantage[0], advantage[0], advantage[1], advantage[1]])
  })

  test('a group of one without history gets 0', () => {
    expect([...estimateOf('oprl', siblings([[1, 0]], [1])).batch.credit]).toEqual([0, 0])
  })

  test('without weight of steps it is GRPO', () => {
    const credit = (id: string, params = {}) => [...estimateOf(id, pair, params).batch.credit]
    expect(credit('oprl', { stepWeight: 0 })).toEqual(credit('grpo', { ddof: 0, epsilon: 1e-6 }))
  })

  test('the model learns which token told the better response apart, and not the one that both share', () => {
    const { stepReward } = estimateOf('oprl', pair, { prmSees: 'place' }).explain
    expect(stepReward!.values[0]).toBeGreaterThan(0)
    expect(stepReward!.values[2]).toBeCloseTo(-stepReward!.values[0]!, 6)
    for (const t of [1, 3]) expect(stepReward!.values[t]).toBeCloseTo(0, 9)
  })

  test('training lowers the pair’s loss, and is remembered as a plain value', () => {
    const first = run(pair, undefined)
    expect(first.explain.pairAccuracy!.values[0]).toBe(0.5)
    const state = structuredClone(first.states.credit)
    const second = run(pair, state)
    expect(second.explain.pairAccuracy!.values[0]).toBe(1)
    const lead = (of: typeof first) => of.explain.stepReward!.values[0]! - of.explain.stepReward!.values[2]!
    expect(pairLoss(lead(second))).toBeLessThan(pairLoss(lead(first)))
  })

  test('when all outcomes are equal only what was learned before remains', () => {
    const { states } = run(pair, undefined)
    const equal = siblings(
      [
        [1, 0],
        [2, 0],
      ],
      [1, 1],
    )
    const { batch } = run(equal, states.credit)
    expect([...batch.advantage]).toEqual([0, 0])
    expect(batch.credit[0]).toBeCloseTo(1, 3)
    expect(batch.credit[2]).toBeCloseTo(-1, 3)
  })

  test('a turn is one step, however many tokens it has', () => {
    const turns = { rollout: Int32Array.of(0, 1), start: Int32Array.of(0, 2), end: Int32Array.of(2, 4) }
    const batch = { ...withColumns(pair, { prmLogp: Float32Array.of(-0.5, -0.5, -2, -1) }), turns }
    const { stepReward } = estimateOf('oprl', batch, { prmBeta: 1 }).explain
    expect([...stepReward!.values]).toEqual([1, 1, -1, -1])
  })

  test('what nobody could score teaches nothing and gets 0', () => {
    const batch = { ...pair, reward: Float32Array.of(1, Number.NaN) }
    expect([...estimateOf('oprl', batch).batch.credit]).toEqual([0, 0, 0, 0])
    const fitted = fitPairs(batch, ['a', 'b', 'c', 'd'], new Map(), { prmBeta: 1, prmLearningRate: 1, prmUpdates: 1 })
    expect(isTilt(fitted) && [...fitted.values()]).toEqual([0, 0, 0, 0])
  })
})
