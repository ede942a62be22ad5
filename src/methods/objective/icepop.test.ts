import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

/** Loss and gradient of one response on policy, whose tokens the trainer finds this much likelier (in nats) than the sampler. */
const pull = (gaps: number[], params = {}, id = 'icepop') =>
  lossOf(id, settings(id, 'none', params), {
    mask: [gaps.map(() => 1)],
    advantage: [1],
    columns: { oldLogp: [gaps.map(() => -2)], samplerLogp: [gaps.map(gap => -2 - gap)] },
  })
const weights = (gaps: number[], params = {}) =>
  pull(gaps, params).explain.samplerWeight![0]!.map(w => Number(w.toFixed(3)))

beforeAll(() => openBackend('cpu'))

describe('IcePop', () => {
  test('is GRPO when the sampler agrees', () => {
    expect(pull([0, 0]).gradient).toEqual(pull([0, 0], {}, 'grpo').gradient)
  })

  test('silences tokens beyond the bounds on either side, and weighs the others', () => {
    expect(weights([0.5, -3, 5])).toEqual([1.649, 0, 0])
    expect(weights([Math.log(0.51), Math.log(4.9)])).toEqual([0.51, 4.9])
  })

  test('what is silent still counts in the average', () => {
    expect(pull([0, -3]).gradient.logp![0]).toEqual([-0.5, 0])
  })

  test('a batch without any token inside has no gradient', () => {
    expect(pull([9, -9]).loss).toBeCloseTo(0)
  })
})
