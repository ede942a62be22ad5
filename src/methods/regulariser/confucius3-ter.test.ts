import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'

/** Loss and pull on the entropies of two tokens without credit. */
const at = (entropy: readonly number[], params = {}) => {
  const zeros = new Float32Array(entropy.length)
  const batch = { ...batchOf([[0]], entropy.length), advantage: Float32Array.of(0), credit: zeros, logp: zeros }
  const all = paramsOf('confucius3-ter', { entropyGoal: 0.5, goalWeight: 0.1, ...params })
  const given = { ...batch, oldEntropy: Float32Array.from(entropy) }
  const { loss, gradient } = objectiveGradient(tf, resolveMethod('confucius3-ter'), all, given, context)
  return { loss, pull: [...(gradient.entropy ?? [])].map(g => -g) }
}

beforeAll(() => openBackend('cpu'))

describe('targeted entropy', () => {
  test('at the target: no loss and no pull', () => {
    expect(at([0.25, 0.75]).loss).toBeCloseTo(0)
    for (const p of at([0.5, 0.5]).pull) expect(p).toBeCloseTo(0)
  })

  test('below the target every token’s entropy is raised, above it lowered, with the same strength', () => {
    expect(at([0.1, 0.3]).pull).toEqual([0.05, 0.05].map(p => expect.closeTo(p, 5)))
    expect(at([2, 9]).pull).toEqual([-0.05, -0.05].map(p => expect.closeTo(p, 5)))
  })

  test('the loss is the distance times the weight', () => {
    expect(at([0.1, 0.3]).loss).toBeCloseTo(0.03)
  })

  test('switched off, the entropy is not even asked for', () => {
    expect(at([1, 1], { goalWeight: 0 }).pull).toEqual([])
  })
})
