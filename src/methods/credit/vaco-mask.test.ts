import { describe, expect, test } from 'vitest'
import { batchOf, estimateOf } from '../fixture.ts'

/** Two responses of two tokens, rewards 1 and 0, whose trainer finds the tokens this much likelier than the sampler. */
const kept = (gaps: number[], values = {}) => {
  const oldLogp = new Float32Array(4).fill(-2)
  const batch = { ...batchOf([[1, 0]], 2), oldLogp, samplerLogp: oldLogp.map((x, t) => x - gaps[t]!) }
  return [...estimateOf('vaco-mask', batch, values).explain.kept!.values]
}

describe('the VACO mask', () => {
  test('a sampler that agrees loses nothing', () => {
    expect(kept([0, 0, 0, 0])).toEqual([1, 1, 1, 1])
  })

  test('drops what would widen the gap of a far response: likelier tokens of a good one, rarer ones of a bad one', () => {
    expect(kept([1, -1, 1, -1])).toEqual([0, 1, 1, 0])
  })

  test('leaves responses within the bound alone, and has no bound at 0', () => {
    expect(kept([0.1, -0.1, 1, -1])).toEqual([1, 1, 1, 0])
    expect(kept([1, -1, 1, -1], { maskHigh: 0 })).toEqual([1, 1, 1, 1])
  })

  test('by ratios looks at no advantage', () => {
    expect(kept([1, -1, 1, -1], { maskBy: 'token', maskHigh: 1.5, maskLow: 0.5 })).toEqual([0, 0, 0, 0])
    expect(kept([1, -1, 1, 1], { maskBy: 'geometric', maskHigh: 1.5, maskLow: 0.5 })).toEqual([1, 1, 0, 0])
  })

  test('an advantage of 0 drops nothing', () => {
    const oldLogp = new Float32Array(4).fill(-2)
    const batch = { ...batchOf([[1, 1]], 2), oldLogp, samplerLogp: oldLogp.map(x => x - 3) }
    expect([...estimateOf('vaco-mask', batch).explain.kept!.values]).toEqual([1, 1, 1, 1])
  })
})
