import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { processAdvantage, processShare, stepPay } from './rl-tango.math.ts'

const judged = (rewards: readonly number[], verdicts: readonly (readonly number[])[]) => ({
  ...batchOf(
    [rewards],
    verdicts.map(({ length }) => length),
  ),
  correct: Float32Array.from(rewards),
  processReward: Float32Array.from(verdicts.flat()),
})
const credits = (batch: ReturnType<typeof judged>, own = {}, iteration = 0) => [
  ...estimate(resolveMethod('rl-tango'), paramsOf('rl-tango', own), batch, { ...context, iteration }).batch.credit,
]

describe('RL Tango', () => {
  test('a group of one and steps that are all judged alike give nothing', () => {
    expect(processAdvantage([[1]])).toEqual([[0]])
    expect(processAdvantage([stepPay([1, 1]), stepPay([1, 1])]).flat()).toEqual([0, 0, 0, 0])
  })

  test('without a share of the steps it is GRPO', () => {
    const [a, b, c, d] = credits(
      judged(
        [1, 0],
        [
          [1, -1],
          [1, 1],
        ],
      ),
      { processStart: 0 },
    )
    expect([a, c]).toEqual([b, d])
    expect(a).toBeCloseTo(Math.SQRT1_2, 4)
  })

  test('a group in which all succeed still learns that a step was bad', () => {
    const [good, bad] = credits(
      judged(
        [1, 1],
        [
          [1, -1],
          [1, 1],
        ],
      ),
    )
    expect(bad).toBeLessThan(0)
    expect(good).toBeGreaterThan(bad!)
  })

  test('the share of the steps fades', () => {
    expect(processShare(10, 0.5, 0.9)).toBeLessThan(processShare(1, 0.5, 0.9))
    const late = credits(
      judged(
        [1, 1],
        [
          [1, -1],
          [1, 1],
        ],
      ),
      {},
      2000,
    )
    for (const credit of late) expect(credit).toBeCloseTo(0, 6)
  })

  test('tells how often the verdict over all steps is the rule’s', () => {
    const { part } = resolveMethod('rl-tango').probe!
    const batch = judged(
      [1, 0, 1],
      [
        [1, -1],
        [1, -1],
        [1, 1],
      ],
    )
    expect(part.compute('t', batch, paramsOf('rl-tango'), context).metrics.verifierRight).toBeCloseTo(2 / 3, 6)
  })
})
