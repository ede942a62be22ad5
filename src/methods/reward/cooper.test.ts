import { describe, expect, test } from 'vitest'
import { seedFrom, stream } from '../../core/rng.ts'
import { batchOf, context, estimateOf, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'
import { pairsOf, spoilt } from './cooper.math.ts'

const teacher = {
  problems: [4, 9],
  isRight: ({ tokens }: { readonly tokens: readonly number[] }) => tokens[0] === 1,
  tokens: [0, 1, 2],
}
const batch = {
  ...batchOf([
    [0, 1, 1],
    [0, 0, 0],
  ]),
  token: Int32Array.of(0, 2, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0),
  correct: Float32Array.of(0, 1, 1, 0, 0, 0),
}
const draw = () => stream(seedFrom('1'))

describe('Cooper', () => {
  test('pays what the model thinks, between 0 and 1, whatever the verifier says', () => {
    const modelReward = Float32Array.of(0, 3, -3)
    const { reward } = estimateOf('cooper', { ...batchOf([[1, 0, 1]]), modelReward }).batch
    expect([...reward].map(r => Math.round(1000 * r) / 1000)).toEqual([0.5, 0.953, 0.047])
  })

  test('a pair is the first right response of a group and a wrong one that differs in one token; other groups give none', () => {
    const [right, wrong, ...others] = pairsOf(batch, teacher, draw())
    expect(others).toEqual([])
    expect(right).toEqual({ problem: 4, tokens: [1, 2] })
    expect(wrong!.problem).toBe(4)
    expect(wrong!.tokens[0]).not.toBe(1)
    expect(wrong!.tokens[1]).toBe(2)
  })

  test('what cannot be spoilt is no pair', () => {
    expect(spoilt({ problem: 4, tokens: [1] }, { ...teacher, isRight: () => true }, draw())).toBeUndefined()
  })

  test('frozen, the model is taught nothing more', () => {
    const { lessons } = resolveMethod('cooper').models.modelReward!
    const params = { ...paramsOf('cooper'), freezeAfter: 3 }
    const at = (iteration: number) => lessons(batch, teacher, params, { ...context, iteration, draw: draw() }).length
    expect([3, 4].map(at)).toEqual([2, 0])
  })
})
