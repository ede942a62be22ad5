import { describe, expect, test } from 'vitest'
import { batchOf } from '../../methods/fixture.ts'
import { type TokenBaselineOptions, tokenBaseline } from './token-baseline.ts'

const options: TokenBaselineOptions = { places: 'all', freeTail: false, weighted: false, cap: 0, epsilon: 0 }
const columns = (oldProbability: readonly number[], collision: readonly number[]) => ({
  oldLogp: Float32Array.from(oldProbability, Math.log),
  collision: Float32Array.from(collision),
})
/** Two responses, of 2 and 1 tokens; energies 1 - 2 * 0.5 + 0.5 = 0.5, 1 - 0.5 + 0.75 = 1.25 and 1 - 0.5 + 1 = 1.5. */
const batch = { ...batchOf([[1, 0]], [2, 1]), ...columns([0.5, 0.25, 0.25], [0.5, 0.75, 1]) }
const perToken = [0, 1, 0]
const near = (values: readonly number[]) => values.map(value => expect.closeTo(value, 6))

describe('the baseline per place', () => {
  test('energies add up from the start: 0.5, 0.5 + 1.25 = 1.75; 1.5', () => {
    expect([...tokenBaseline(batch, perToken, options).energy]).toEqual(near([0.5, 1.75, 1.5]))
  })

  test('place 0: (0.5 * 1 + 1.5 * 0) / 2 = 0.25; place 1 has one response, whose return 1 is its own baseline', () => {
    const { baseline, credit } = tokenBaseline(batch, perToken, options)
    expect([...baseline]).toEqual(near([0.25, 1, 0.25]))
    expect([...credit]).toEqual(near([0.75, 0, -0.25]))
  })

  test('a free tail has no baseline where the longest is alone: credit 1 there', () => {
    expect([...tokenBaseline(batch, perToken, { ...options, freeTail: true }).credit]).toEqual(near([0.75, 1, -0.25]))
  })

  test('a sampler of half the probability weighs energies by 2 squared: 0.5 * 4 = 2, 2 + 1.25 * 4 = 7, 1.5 * 4 = 6', () => {
    const sampled = { ...batch, samplerLogp: batch.oldLogp.map(logp => logp - Math.LN2) }
    expect([...tokenBaseline(sampled, perToken, { ...options, weighted: true }).energy]).toEqual(near([2, 7, 6]))
  })

  test('the ratio to the sampler is capped before it is squared', () => {
    const sampled = { ...batch, samplerLogp: batch.oldLogp.map(logp => logp - Math.log(4)) }
    const capped = tokenBaseline(sampled, perToken, { ...options, weighted: true, cap: 2 })
    expect([...capped.energy]).toEqual(near([2, 7, 6]))
  })

  test('a lone response has no baseline: its credit is its return', () => {
    const lone = { ...batchOf([[1]], 2), ...columns([0.5, 0.5], [0.5, 0.5]) }
    expect([...tokenBaseline(lone, [0, 1], options).credit]).toEqual([1, 1])
  })

  test('where the mask is 0 there is neither energy nor credit', () => {
    const { energy, credit } = tokenBaseline({ ...batch, mask: Float32Array.of(0, 1, 1) }, perToken, options)
    expect(energy[0]).toBe(0)
    expect(credit[0]).toBe(0)
  })
})
