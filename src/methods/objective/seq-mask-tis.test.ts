import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss and gradient of one response on policy, whose tokens the trainer finds this much likelier (in nats) than the sampler. */
const pull = (gaps: number[], params = {}, id = 'seq-mask-tis') =>
  lossOf(id, settings(id, 'none', params), {
    mask: [gaps.map(() => 1)],
    advantage: [1],
    columns: { oldLogp: [gaps.map(() => -2)], samplerLogp: [gaps.map(gap => -2 - gap)] },
  })
const weights = (gaps: number[], params = {}) =>
  pull(gaps, params).explain.samplerWeight![0]!.map(w => Number(w.toFixed(3)))

beforeAll(() => openBackend('cpu'))

describe('sequence mask with token weights', () => {
  test('is GRPO when the sampler agrees', () => {
    expect(pull([0, 0]).gradient).toEqual(pull([0, 0], {}, 'grpo').gradient)
  })

  test('judges the response by its geometric mean: a long one may hold a far token', () => {
    expect(weights([3, -3])).toEqual([20.086, 0.05])
    expect(weights([3, 0])).toEqual([0, 0])
  })

  test('the length of a response does not matter', () => {
    expect(weights([0.2, 0.2, 0.2, 0.2])).toEqual(new Array(4).fill(1.221))
    expect(weights([0.2])).toEqual([1.221])
    expect(weights([0.3])).toEqual([0])
  })
})
