import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const batch = {
  ...batchOf([[1, 0]]),
  judgement: Float32Array.of(0.2, 0.9),
  truncated: Float32Array.of(0, 1),
}

describe('RLUF', () => {
  test('adds up the three aims by their weights, and shows each', () => {
    const own = { loveWeight: 1, helpWeight: 2, safeWeight: 4 }
    const done = estimateOf('rluf', batch, own).batch
    expect([...done.reward].map(r => Math.round(1000 * r) / 1000)).toEqual([6.2, 0.9])
    expect(Object.keys(done.rewardParts ?? {})).toEqual(['love', 'help', 'safe'])
  })

  test('love of little weight leaves the helpful response ahead, of much it does not', () => {
    const ahead = (loveWeight: number) => advantagesOf('rluf', batch, { loveWeight, safeWeight: 0 })[0]! > 0
    expect([0, 0.3, 3].map(ahead)).toEqual([true, true, false])
  })

  test('an aim that all meet moves no advantage', () => {
    const safe = { ...batch, truncated: Float32Array.of(0, 0) }
    const [a, b] = [0, 5].map(safeWeight => advantagesOf('rluf', safe, { safeWeight }))
    a!.forEach((value, i) => {
      expect(value).toBeCloseTo(b![i]!, 5)
    })
  })

  test('tells how much the policy is loved', () => {
    const { part } = resolveMethod('rluf').probe!
    expect(part.compute('t', batch, paramsOf('rluf'), context).metrics.loved).toBeCloseTo(0.55, 6)
  })
})
