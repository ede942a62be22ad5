import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

const { batch } = estimateOf('rover', batchOf([[1, 0]], [3, 2]))
const old = { oldLogp: new Float32Array(5).fill(-1), oldMeanLogp: new Float32Array(5).fill(-4) }
const resultOf = (logp: number[], meanLogp: number[], params = {}) => {
  const now = { logp: Float32Array.from(logp), meanLogp: Float32Array.from(meanLogp) }
  return objectiveGradient(tf, resolveMethod('rover'), paramsOf('rover', params), { ...batch, ...old, ...now }, context)
}
const same = [-1, -1, -1, -1, -1]
const sameMean = [-4, -4, -4, -4, -4]

beforeAll(() => openBackend('cpu'))

describe('ROVER', () => {
  test('on the first update it is REINFORCE with the centred reward, times 2ρ', () => {
    const { gradient, loss } = resultOf(same, sameMean, { rho: 1.5 })
    expect([...gradient.logp!].map(g => Math.round(g * 1e5) / 1e5)).toEqual([-0.3, -0.3, -0.3, 0.3, 0.3])
    expect(loss).toBeCloseTo(0.25)
  })

  test('a log-ratio that has reached advantage / ρ stays there', () => {
    const { gradient } = resultOf([-0.75, -0.75, -0.75, -1.25, -1.25], sameMean, { rho: 2 })
    for (const g of gradient.logp!) expect(g).toBeCloseTo(0, 5)
  })

  test('the next value is that of the following place, and 0 after the last token of each response', () => {
    const { explain } = resultOf(same, [-3.9, -3.8, -3.7, -3.6, -3.5])
    expect([...explain.nextQ!].map(q => Math.round(q * 1e4) / 1e4)).toEqual([0.2, 0.3, 0, 0.5, 0])
  })

  test('the target has no gradient: moving the mean log-probability alone pulls nothing', () => {
    const { gradient } = resultOf(same, [-3, -3, -3, -3, -3])
    expect([...gradient.meanLogp!].map(g => g + 0)).toEqual([0, 0, 0, 0, 0])
  })

  test('β = 0 forgets the next value', () => {
    const { explain } = resultOf(same, [-3, -3, -3, -3, -3], { beta: 0 })
    expect([...explain.target!]).toEqual([0.5, 0.5, 0.5, -0.5, -0.5])
  })

  test('a group that agrees only corrects drift', () => {
    const agreed = estimateOf('rover', batchOf([[1, 1]], [3, 2])).batch
    expect([...agreed.credit]).toEqual([0, 0, 0, 0, 0])
  })

  test('the same number added to every reward changes nothing', () => {
    const shifted = estimateOf('rover', batchOf([[4, 3]], [3, 2])).batch
    expect([...shifted.credit]).toEqual([...batch.credit])
  })
})
