import { describe, expect, test } from 'vitest'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const id = 'trl-adaptive-entropy'
const params = paramsOf(id, { entropyFloor: 0.5, entropyStart: 0.01, entropyChange: 0.005 })
const at = (entropy: number, credit?: unknown) => {
  const batch = { ...batchOf([[1, 0]], 2), oldEntropy: new Float32Array(4).fill(entropy) }
  const { batch: made, states } = estimate(resolveMethod(id), params, batch, context, { credit })
  return { weight: made.entropyWeight![0]!, state: states.credit }
}

describe('the adaptive entropy bonus', () => {
  test('the first iteration pays nothing, for no entropy has been measured yet', () => {
    expect(at(0.1).weight).toBe(0)
  })

  test('the price climbs while entropy is low, and falls and is not paid after it was high', () => {
    const low = at(0.1)
    expect(at(0.1, low.state).weight).toBeCloseTo(0.015)
    const high = at(2, low.state)
    expect(at(2, high.state).weight).toBe(0)
  })

  test('the price stays within its bounds', () => {
    let state: unknown
    for (let k = 0; k < 5; k++) state = at(2, state).state
    expect(state).toEqual({ price: 0, low: false })
  })
})
