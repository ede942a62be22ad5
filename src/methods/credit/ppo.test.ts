import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, estimateOf, paramsOf, withTokens } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

const raw = { whiten: 'off' }
const creditOf = (batch: ReturnType<typeof batchOf>, params = {}) =>
  [...estimateOf('ppo', batch, { ...raw, ...params }).batch.credit].map(c => Math.round(c * 1e5) / 1e5)

const twoTokens = (value: number[], mask = [1, 1]) =>
  withTokens(batchOf([[1]], value.length), { oldValue: value, mask })

beforeAll(() => openBackend('cpu'))

describe('PPO’s credit', () => {
  test('with λ = 1 and no discount it is the reward minus the prediction', () => {
    expect(creditOf(twoTokens([0.25, 0.75]), { gamma: 1, lambda: 1 })).toEqual([0.75, 0.25])
  })

  test('with λ = 0 it is the surprise of one token', () => {
    expect(creditOf(twoTokens([0.25, 0.75]), { gamma: 1, lambda: 0 })).toEqual([0.5, 0.25])
  })

  test('a critic that is always right leaves no credit', () => {
    expect(creditOf(twoTokens([1, 1]), { gamma: 1, lambda: 0.5 })).toEqual([0, 0])
  })

  test('the episode goes on across what the world wrote, which gets no credit', () => {
    const batch = withTokens(batchOf([[1]], 3), { oldValue: [0.25, 9, 0.75], mask: [1, 0, 1] })
    expect(creditOf(batch, { gamma: 1, lambda: 1 })).toEqual([0.75, 0, 0.25])
  })

  test('the value head learns credit plus prediction, before whitening', () => {
    const { returns } = estimateOf('ppo', twoTokens([0.25, 0.75]), { gamma: 1, lambda: 1 }).batch
    expect([...returns!]).toEqual([1, 1])
  })

  test('whitened credit has mean 0 over the batch’s tokens', () => {
    const values = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(values, value => {
        const batch = withTokens(batchOf([[1, 0, 0.5]]), { oldValue: value, mask: [1, 1, 1, 1, 1, 1] })
        const credit = [...estimateOf('ppo', batch).batch.credit]
        expect(credit.reduce((total, c) => total + c, 0)).toBeCloseTo(0, 3)
      }),
    )
  })
})

describe('PPO’s objective', () => {
  test('the value clip tells then from now: a value that has moved too far already is not moved further', () => {
    const one = (value: number) => Float32Array.of(value)
    const pullAt = (columns: Pick<Batch, 'oldValue' | 'value'>) => {
      const batch = { ...batchOf([[1]], 1), advantage: one(0), credit: one(0), oldLogp: one(-1), returns: one(1) }
      const params = paramsOf('ppo', { valueClip: 0.2, valueCoefficient: 1 })
      const result = objectiveGradient(tf, resolveMethod('ppo'), params, { ...batch, ...columns }, context)
      return [result.gradient.value![0], result.explain.clippedValue![0]]
    }
    const near = [expect.closeTo(-0.1, 5), 0]
    expect(pullAt({ oldValue: one(0.1), value: one(0.9) })).toEqual([0, 1])
    expect(pullAt({ oldValue: one(0.8), value: one(0.9) })).toEqual(near)
    expect(pullAt({ oldValue: one(0.9) })).toEqual(near)
    // Moved far, but away from the target: the plain error is the larger and pulls it back.
    expect(pullAt({ oldValue: one(1.9), value: one(0.9) })).toEqual([0, 1])
    expect(pullAt({ oldValue: one(0.9), value: one(0.1) })).toEqual([expect.closeTo(-0.9, 5), 0])
  })

  /** Gradient of one token with this credit and ratio. */
  const pull = (credit: number, ratio: number, params = {}) => {
    const batch = { ...batchOf([[1]], 1), advantage: Float32Array.of(credit), credit: Float32Array.of(credit) }
    const columns = { oldLogp: Float32Array.of(-3), logp: Float32Array.of(-3 + Math.log(ratio)) }
    const all = paramsOf('ppo', { valueCoefficient: 0, ...params })
    return objectiveGradient(tf, resolveMethod('ppo'), all, { ...batch, ...columns }, context)
  }

  test('at ratio 1 it is REINFORCE', () => {
    expect(pull(2, 1).gradient.logp![0]).toBeCloseTo(-2)
    expect(pull(2, 1).loss).toBeCloseTo(-2)
  })

  test.each([
    ['likely enough already', 1, 1.3, 'clippedHigh'],
    ['rare enough already', -1, 0.7, 'clippedLow'],
    ['far too likely although punished', -1, 3.5, 'clippedDual'],
  ])('%s: no gradient, and it says so', (_, credit, ratio, mark) => {
    const { gradient, explain } = pull(credit, ratio)
    expect(gradient.logp![0]).toBeCloseTo(0, 6)
    expect(explain[mark]![0]).toBe(1)
  })

  test.each([
    ['rewarded but rarer than before', 1, 0.5],
    ['punished but likelier than before', -1, 2],
  ])('%s: pushed in full', (_, credit, ratio) => {
    const { gradient, explain } = pull(credit, ratio)
    expect(gradient.logp![0]).toBeCloseTo(-credit * ratio, 4)
    expect([explain.clippedLow![0], explain.clippedHigh![0], explain.clippedDual![0]]).toEqual([0, 0, 0])
  })

  test('without a dual clip a punished token is pushed however far it has gone', () => {
    expect(pull(-1, 5, { dualClip: 0 }).gradient.logp![0]).toBeCloseTo(5, 3)
  })

  test('log-ratios beyond the limit neither overflow nor have a gradient', () => {
    const { loss, gradient } = pull(-1, Math.exp(60), { dualClip: 0 })
    expect(Number.isFinite(loss)).toBe(true)
    expect(gradient.logp![0]).toBeCloseTo(0)
  })

  test('credit 0 pulls nothing, at any ratio', () => {
    for (const ratio of [0.5, 1, 5]) expect(pull(0, ratio).gradient.logp![0]! + 0).toBe(0)
  })

  test('with equal bounds the band reaches as far up as down', () => {
    const equal = { clipLow: 0.3, clipHigh: 0.3 }
    const marks = (credit: number, ratio: number) => {
      const { explain } = pull(credit, ratio, equal)
      return [explain.clippedLow![0], explain.clippedHigh![0]]
    }
    expect([marks(1, 1.29), marks(-1, 0.71)]).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect([marks(1, 1.31), marks(-1, 0.69)]).toEqual([
      [0, 1],
      [1, 0],
    ])
  })
})
