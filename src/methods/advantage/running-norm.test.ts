import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mean, std } from '../../core/math.ts'
import { estimate } from '../estimate.ts'
import { advantagesOf, batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { deviationOf, noMoments, withValues } from './running-norm.math.ts'

const id = 'running-norm'
/** Advantages of each batch in turn. */
const runOf = (batches: readonly (readonly number[])[], values = {}) => {
  let advantage: unknown
  return batches.map(rewards => {
    const params = paramsOf(id, values)
    const got = estimate(resolveMethod(id), params, batchOf([rewards]), context, { advantage })
    advantage = structuredClone(got.states.advantage)
    return [...got.batch.advantage]
  })
}

describe('moments of all that was seen', () => {
  test('are those of all values at once, in whatever pieces they came', () => {
    const pieces = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 5 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(pieces, lists => {
        const moments = lists.reduce(withValues, noMoments)
        const all = lists.flat()
        fc.pre(all.length > 1)
        expect(moments.mean).toBeCloseTo(mean(all), 8)
        expect(deviationOf(moments)).toBeCloseTo(std(all, 1), 8)
      }),
    )
  })

  test('of one value have no deviation', () => {
    expect(deviationOf(withValues(noMoments, [3]))).toBe(0)
  })
})

describe('running normalisation', () => {
  test('a first response gets 0: there is nothing to compare it with', () => {
    expect(advantagesOf(id, batchOf([[5]]))).toEqual([0])
  })

  test('a batch is measured by what came before it as well', () => {
    const [, second] = runOf([
      [0, 0, 0, 1],
      [1, 1, 1, 1],
    ])
    for (const a of second!) expect(a).toBeGreaterThan(0.5)
  })

  test('with mean and deviation of the group it is GRPO', () => {
    const values = { runningMean: 'group', runningSpread: 'group' }
    expect(runOf([[1, 0, 0.5]], values)[0]).toEqual(advantagesOf('grpo', batchOf([[1, 0, 0.5]])))
  })

  test('with neither, the reward itself', () => {
    expect(runOf([[1, 0.5]], { runningMean: 'none', runningSpread: 'none' })[0]).toEqual([1, 0.5])
  })

  test('a response that nothing could score is not remembered', () => {
    const seen = runOf([
      [1, 0],
      [1, 0],
    ])
    expect(
      runOf([
        [1, Number.NaN, 0],
        [1, 0],
      ])[1],
    ).toEqual(seen[1])
  })
})
