import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const curriculum = resolveMethod('dapo').curriculum!.part
const kept = (batch: ReturnType<typeof batchOf> & { correct?: Float32Array }, params = {}) => [
  ...curriculum.keep!(batch, paramsOf('dapo', params), context),
]

describe('DAPO keeps groups that disagree', () => {
  test('all correct and all wrong are dropped, mixed ones stay, and so does a group of one', () => {
    expect(kept(batchOf([[1, 1], [0, 0], [1, 0], [1]]))).toEqual([0, 0, 1, 1])
  })

  test('judged by correctness where it is known, not by a reward that also counts length', () => {
    const batch = {
      ...batchOf([
        [1, 0.9],
        [1, 0.2],
      ]),
      correct: Float32Array.of(1, 1, 1, 0),
    }
    expect(kept(batch)).toEqual([0, 1])
    expect(kept(batch, { filterBy: 'reward' })).toEqual([1, 1])
  })

  test('off keeps everything and samples once', () => {
    expect(kept(batchOf([[1, 1]]), { filterBy: 'off' })).toEqual([1])
    expect(curriculum.rounds!(paramsOf('dapo', { filterBy: 'off' }))).toBe(1)
    expect(curriculum.rounds!(paramsOf('dapo', { samplingRounds: 7 }))).toBe(7)
  })
})

describe('DAPO puts a soft price on running out of length', () => {
  const limit = { overlongLimit: 10, overlongCache: 0.4 }
  const priceAt = (length: number) =>
    estimateOf('dapo', batchOf([[0, 1]], length), limit).batch.rewardParts!.overlong![0]

  test('nothing up to the soft zone, then linearly to -1 at the limit', () => {
    expect(priceAt(6)).toBe(0)
    expect(priceAt(8)).toBe(-0.5)
    expect(priceAt(10)).toBe(-1)
  })

  test('never less than the price at the limit, and never a bonus', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), length => {
        expect(priceAt(length)).toBeGreaterThanOrEqual(-1)
        expect(priceAt(length)).toBeLessThanOrEqual(0)
      }),
    )
  })

  test('counts what the policy generated, not what the world wrote', () => {
    const batch = { ...batchOf([[1]], 10), mask: Float32Array.from({ length: 10 }, (_, t) => (t < 6 ? 1 : 0)) }
    expect(estimateOf('dapo', batch, limit).batch.reward[0]).toBe(1)
  })

  test('the shaped reward is what siblings are compared by', () => {
    const { batch } = estimateOf('dapo', batchOf([[1, 1]], [10, 5]), limit)
    expect([...batch.reward]).toEqual([0, 1])
    expect(batch.advantage[0]).toBeLessThan(0)
  })

  test('without a limit rewards stay as they are', () => {
    expect(estimateOf('dapo', batchOf([[1, 0]], 100)).batch.rewardParts).toBeUndefined()
  })
})

test('DAPO clips higher above than below and weighs every token alike; TRL’s loss of that name clips evenly', () => {
  const { specs } = resolveMethod('dapo')
  expect(paramsOf('dapo')).toMatchObject({ clipLow: 0.2, clipHigh: 0.28, aggregation: 'token-mean', klCoefficient: 0 })
  expect([specs.clipHigh!.trl, specs.clipHigh!.verl, specs.clipHigh!.paper]).toEqual([0.2, 0.28, 0.28])
})
