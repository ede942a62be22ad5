import { describe, expect, test } from 'vitest'
import { advantagesOf, batchOf, estimateOf } from '../fixture.ts'

const answered = (rewards: readonly number[], answer: readonly string[]) => ({ ...batchOf([rewards], 1), answer })
const damped = (rewards: readonly number[], answer: readonly string[], params = {}) =>
  estimateOf('seed-grpo', answered(rewards, answer), params).explain.damping!.values[0]

describe('SEED-GRPO', () => {
  test('a group of one is not damped and gets 0', () => {
    expect(advantagesOf('seed-grpo', answered([1], ['a']))).toEqual([0])
    expect(damped([1], ['a'])).toBe(1)
  })

  test('one answer: Dr. GRPO’s advantages in full', () => {
    expect(advantagesOf('seed-grpo', answered([1, 0], ['a', 'a']))).toEqual([0.5, -0.5])
  })

  test('all answers different: damped most, by α', () => {
    expect(damped([1, 0, 0], ['a', 'b', 'c'], { alpha: 0.25 })).toBeCloseTo(0.75)
    expect(damped([1, 0, 0], ['a', 'b', 'c'], { alpha: 1 })).toBeCloseTo(0)
  })

  test('α = 0 is Dr. GRPO', () => {
    const batch = answered([1, 0, 0], ['a', 'b', 'b'])
    expect(advantagesOf('seed-grpo', batch, { alpha: 0 })).toEqual(advantagesOf('dr-grpo', batch))
  })

  test('the factor keeps signs, order and the zero sum', () => {
    const all = advantagesOf('seed-grpo', answered([1, 0.5, 0], ['a', 'b', 'c']))
    expect(all[0]).toBeGreaterThan(all[1]!)
    expect(all.reduce((total, a) => total + a, 0)).toBeCloseTo(0, 6)
  })

  test('answers that could not be read are all different', () => {
    expect(damped([0, 0], ['', ''])).toBeCloseTo(damped([0, 0], ['a', 'b'])!)
  })

  test('without answers, equal token sequences are equal answers', () => {
    expect(estimateOf('seed-grpo', batchOf([[1, 0]])).explain.damping!.values[0]).toBe(1)
  })

  test.each([
    ['exponential', Math.exp(-0.5)],
    ['focal', 0.25],
  ])('the shape %s', (shape, factor) => {
    expect(damped([1, 0], ['a', 'b'], { alpha: 0.5, shape })).toBeCloseTo(factor)
  })
})
