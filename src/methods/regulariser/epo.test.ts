import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { lossOf, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const targets = (entropy: number[], credit?: unknown) => {
  const turns = { rollout: Int32Array.of(0, 0, 1), start: Int32Array.of(0, 1, 2), end: Int32Array.of(1, 2, 4) }
  const batch = { ...batchOf([[1, 0]], 2), turns, oldEntropy: Float32Array.from(entropy) }
  const { batch: made, states } = estimate(resolveMethod('epo'), paramsOf('epo'), batch, context, { credit })
  return { targets: [...made.entropyTarget!], state: states.credit }
}

/** Gradient of the loss with respect to one token’s entropy, around an average of 1. */
const pull = (entropy: number, params = {}) => {
  const columns = { logp: [[-1]], oldEntropy: [[entropy]], entropyTarget: [[1]] }
  const values = settings('epo', 'none', { epoBonus: 0.1, epoBand: 3, ...params })
  return lossOf('epo', values, { mask: [[1]], advantage: [0], columns }).gradient.entropy![0]![0]!
}

beforeAll(() => openBackend('cpu'))

describe('EPO', () => {
  test('each turn has an average of its own, over all iterations so far', () => {
    const first = targets([1, 3, 2, 3])
    expect(first.targets).toEqual([2, 3, 2, 2])
    expect(targets([4, 5, 4, 4], structuredClone(first.state)).targets).toEqual([3, 4, 3, 3])
  })

  test('inside the band it is a constant entropy bonus', () => {
    expect(pull(1)).toBeCloseTo(-0.1)
    expect(pull(5, { epoBand: 0 })).toBeCloseTo(-0.1)
  })

  test('outside, it pushes entropy back towards the band from both sides', () => {
    expect(pull(0.2)).toBeCloseTo(-0.4)
    expect(pull(2)).toBeCloseTo(0.2)
  })
})
