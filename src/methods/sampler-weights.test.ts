import { beforeAll, describe, expect, it } from 'vitest'
import { withColumns } from '../core/batch.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { batchOf, context, paramsOf } from './fixture.ts'
import { objectiveGradient } from './gradient.ts'
import { resolveMethod } from './index.ts'

beforeAll(() => openBackend('cpu'))

/** One response of two tokens with token weights 4 and 1, credit 1: minus the gradient of each token's log-probability. */
function pullOf(values: Record<string, string | number>, id = 'reinforce'): number[] {
  const ones = Float32Array.of(1, 1)
  const batch = withColumns(batchOf([[1]], 2), {
    advantage: Float32Array.of(1),
    credit: ones,
    oldLogp: Float32Array.of(-1, -1),
    samplerLogp: Float32Array.of(-1 - Math.log(4), -1),
  })
  const params = paramsOf(id, { aggregation: 'token-mean', samplerCap: 100, ...values })
  const { gradient } = objectiveGradient(tf, resolveMethod(id), params, batch, context)
  return Array.from(gradient.logp!, slope => Math.round(-slope * 1e4) / 1e4 + 0)
}

describe('weights for another sampler', () => {
  it('stand at tokens, or at responses as their product or its geometric mean', () => {
    expect(pullOf({ samplerCorrection: 'token' })).toEqual([2, 0.5])
    expect(pullOf({ samplerCorrection: 'sequence' })).toEqual([2, 2])
    expect(pullOf({ samplerCorrection: 'geometric' })).toEqual([1, 1])
  })

  it('out of bounds move to the bound, become 0, or leave the average too', () => {
    const bounds = { samplerCorrection: 'token', samplerCap: 3 }
    expect(pullOf({ ...bounds, samplerEffect: 'cap' })).toEqual([1.5, 0.5])
    expect(pullOf({ ...bounds, samplerEffect: 'zero' })).toEqual([0, 0.5])
    expect(pullOf({ ...bounds, samplerEffect: 'drop' })).toEqual([0, 1])
  })

  it('have a lower bound', () => {
    expect(pullOf({ samplerCorrection: 'token', samplerFloor: 1, samplerEffect: 'cap', samplerCap: 3 })[1]).toBe(0.5)
  })

  it('are judged on another level than they weigh: what is inside keeps its own weight, however large', () => {
    const judged = { samplerCorrection: 'token', samplerEffect: 'zero', samplerJudge: 'geometric' }
    expect(pullOf({ ...judged, samplerCap: 2.1 })).toEqual([2, 0.5])
    expect(pullOf({ ...judged, samplerCap: 1.9 })).toEqual([0, 0])
    expect(pullOf({ ...judged, samplerJudge: 'sequence', samplerCap: 3 })).toEqual([0, 0])
  })

  it('have no cap where it is 0, and a limit of their logarithm where one is set', () => {
    expect(pullOf({ samplerCorrection: 'token', samplerCap: 0 })).toEqual([2, 0.5])
    expect(pullOf({ samplerCorrection: 'token', samplerLogLimit: Math.log(2) })).toEqual([1, 0.5])
  })

  it('are those of the policy at the start of the update, or of the policy now', () => {
    const batch = withColumns(batchOf([[1]], 1), {
      advantage: Float32Array.of(1),
      credit: Float32Array.of(1),
      logp: Float32Array.of(-1 + Math.log(2)),
      oldLogp: Float32Array.of(-1),
      samplerLogp: Float32Array.of(-1),
    })
    const weightOf = (samplerNumerator: string) => {
      const params = paramsOf('reinforce', { samplerCorrection: 'token', samplerCap: 9, samplerNumerator })
      return objectiveGradient(tf, resolveMethod('reinforce'), params, batch, context).explain.samplerWeight![0]
    }
    expect(weightOf('start')).toBe(1)
    expect(weightOf('now')).toBeCloseTo(2)
  })

  it('of mean 1 stay 0 where all are', () => {
    const none = { samplerCorrection: 'token', samplerEffect: 'zero', samplerCap: 0.1 }
    expect(pullOf({ ...none, samplerNormalise: 'on' })).toEqual([0, 0])
    expect(pullOf({ samplerCorrection: 'token', samplerNormalise: 'on' })).toEqual([0.8, 0.2])
  })

  it('of tokens are joined by their geometric mean where a response has one ratio', () => {
    expect(pullOf({ samplerCorrection: 'token' }, 'gmpo')).toEqual([1, 1])
    expect(pullOf({ samplerCorrection: 'token', samplerJoin: 'mean' }, 'gmpo')).toEqual([1.25, 1.25])
  })
})
