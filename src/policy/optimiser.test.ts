import { describe, expect, test } from 'vitest'
import { clipCoefficient, freshState, globalNorm, takeState, updateState } from './optimiser.ts'
import type { OptimiserSettings } from './policy.ts'

const settings: OptimiserSettings = {
  optimiser: 'adam',
  learningRate: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  weightDecay: 0,
  maxGradNorm: 0,
}
const run = (start: number[], gradients: number[][], changed: Partial<OptimiserSettings> = {}) =>
  gradients.reduce(
    (state, gradient) =>
      updateState(state, { loss: 0, gradient: Float32Array.from(gradient) }, { ...settings, ...changed }).state,
    freshState(Float32Array.from(start)),
  )
const close = (got: Float32Array, expected: number[]) =>
  expected.forEach((value, i) => {
    expect(got[i]).toBeCloseTo(value, 5)
  })

describe('Adam', () => {
  test('moves each parameter by the learning rate on the first update, whatever the gradient', () => {
    close(run([1, 1, 1], [[5, -0.01, 300]]).parameters, [0.9, 1.1, 0.9])
  })

  test('two updates by hand', () => {
    // g = 1, then 3. m = 0.1, then 0.39; v = 0.001, then 0.009999. Corrected: m / 0.19, v / 0.001999.
    const second = (0.1 * (0.39 / 0.19)) / (Math.sqrt(0.009999 / 0.001999) + 1e-8)
    const state = run([2], [[1], [3]])
    close(state.parameters, [2 - 0.1 - second])
    close(state.moment1, [0.39])
    close(state.moment2, [0.009999])
    expect(state.updates).toBe(2)
  })

  test('a parameter without gradient stays', () => {
    expect(run([0.5, 1], [[0, 1]]).parameters[0]).toBe(0.5)
  })

  test('decay shrinks the parameter by itself, before the update', () => {
    close(run([2], [[1]], { weightDecay: 0.5 }).parameters, [2 * (1 - 0.1 * 0.5) - 0.1])
  })
})

describe('SGD', () => {
  test('follows the gradient, with decay', () => {
    close(run([2, -1], [[1, 4]], { optimiser: 'sgd', weightDecay: 0.5 }).parameters, [1.9 - 0.1, -0.95 - 0.4])
  })
})

describe('clipping', () => {
  test('scales the whole gradient to the largest norm', () => {
    const { parameters } = run([0, 0], [[3, 4]], { optimiser: 'sgd', learningRate: 1, maxGradNorm: 1 })
    close(parameters, [-0.6, -0.8])
  })

  test('leaves smaller gradients alone, and is off at 0', () => {
    expect(clipCoefficient(0.5, 1)).toBe(1)
    expect(clipCoefficient(50, 0)).toBe(1)
    // PyTorch divides by norm + 1e-6, so a norm of exactly the limit is scaled a little.
    expect(clipCoefficient(1, 1)).toBeCloseTo(1 / 1.000001, 12)
  })

  test('the norm is reported before clipping', () => {
    const result = updateState(
      freshState(new Float32Array(2)),
      { loss: 1, gradient: Float32Array.of(3, 4) },
      { ...settings, maxGradNorm: 1 },
    )
    expect(result.gradNorm).toBe(5)
    expect(globalNorm(new Float32Array())).toBe(0)
  })
})

describe('nothing happens', () => {
  test.each([
    ['a loss of NaN', Number.NaN, 1],
    ['an infinite loss', Number.POSITIVE_INFINITY, 1],
    ['a gradient of NaN', 1, Number.NaN],
    ['an infinite gradient', 1, Number.POSITIVE_INFINITY],
  ])('on %s', (_, loss, g) => {
    const before = freshState(Float32Array.of(1, 2))
    const { state } = updateState(before, { loss, gradient: Float32Array.of(0, g) }, settings)
    expect(state).toEqual(freshState(Float32Array.of(1, 2)))
  })
})

test('a state of another size is refused', () => {
  const state = freshState(new Float32Array(3))
  expect(() => takeState('policy.write', 4, state)).toThrow('policy.write.parameters: expected 4 numbers, got 3')
})
