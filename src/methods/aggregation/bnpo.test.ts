import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

describe('BNPO’s reduction', () => {
  test('every token weighs the same, whatever the length of its response', () => {
    const mask = [
      [1, 1, 1],
      [1, 0, 0],
    ]
    const logp = mask.map(row => row.map(() => -1))
    const { gradient } = lossOf('bnpo', settings('bnpo', 'none', {}), { mask, advantage: [1, 1], columns: { logp } })
    expect(gradient.logp).toEqual([
      [-0.25, -0.25, -0.25],
      [-0.25, 0, 0],
    ])
  })

  test('a single response is GRPO', () => {
    const given = { mask: [[1, 1]], advantage: [0.7], columns: { logp: [[-1, -2]] } }
    const grpo = lossOf('grpo', settings('grpo', 'none', { aggregation: 'seq-mean-token-mean' }), given)
    expect(lossOf('bnpo', settings('bnpo', 'none', {}), given).loss).toBeCloseTo(grpo.loss)
  })
})
